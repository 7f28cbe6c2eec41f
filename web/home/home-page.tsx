import { CodeForm } from "../shared/code-form.tsx";
import { PageTop } from "../shared/page-top.tsx";
import { MakeCard } from "./make-card.tsx";
import { YourRooms } from "./your-rooms.tsx";

/** Where everybody starts: join a quiz, or make one. */
export function HomePage() {
  return (
    <>
      <PageTop />
      <main class="home" data-phase="home">
        <div class="intro">
          <h1>Live quizzes, in one step</h1>
          <p class="soft">Open a link, type a name, play. No account, no app.</p>
        </div>
        <div class="cards">
          <section class="card" aria-labelledby="join-title">
            <h2 id="join-title">Join</h2>
            <CodeForm />
          </section>
          <MakeCard />
        </div>
        <YourRooms />
      </main>
      <footer class="foot">
        <a href="/world/golden-dragon">Walk into a world</a>
        <a href="/privacy">Privacy</a>
        <span>No cookies, no trackers.</span>
      </footer>
    </>
  );
}
