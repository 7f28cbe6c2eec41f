/** What becomes of the topic. `ai`: `null` while it is not known whether there is one. */
export function TopicNote({ ai }: { ai: boolean | null }) {
  return (
    <p id="topic-note" class="soft note">
      {ai === false ? (
        "Questions come from the built-in bank: no AI is set up here, and the topic stays on this server."
      ) : (
        <>
          The topic is sent to an AI provider, which writes the questions. Names and answers never are.{" "}
          <a href="/privacy">Privacy</a>
        </>
      )}
    </p>
  );
}
