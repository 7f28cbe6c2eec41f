import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXPLANATION_MAX_CHARS, OPTION_MAX_CHARS, STEM_MAX_CHARS } from "../protocol/index.ts";
import { randomFor } from "../random.ts";
import { checkDraft, type DropReason, type IsClean, isLongestRight, toQuestion } from "./check-question.ts";
import type { Draft, Question } from "./question.ts";

const clean = () => true;
const good: Draft = {
  stem: "Which planet has the shortest year?",
  right: "Mercury",
  wrong: ["Venus", "Jupiter", "Neptune"],
  because: "It needs only 88 days for one trip round the Sun.",
  level: "easy",
};
const draft = (change: Record<string, unknown>) => ({ ...good, ...change });

function reasonFor(raw: unknown, room: readonly Question[] = [], isClean: IsClean = clean): DropReason | "ok" {
  const checked = checkDraft(raw, room, isClean);
  return checked.ok ? "ok" : checked.reason;
}

function inRoom(change: Partial<Draft>, id = 0): Question {
  return toQuestion({ ...good, ...change }, id, "ai", () => 0.5);
}

/** Rooms of questions that are like no other, with the right option the longest in some of them. */
function roomOf(longest: number, others: number): Question[] {
  const names = ["otter", "badger", "falcon", "lynx", "walrus", "heron", "gecko", "marten", "ibis", "tapir"];
  return names.slice(0, longest + others).map((name, i) =>
    inRoom(
      {
        stem: `Where does a ${name} sleep?`,
        right: i < longest ? "Underground" : "Den",
        wrong: ["Nest", "Tree", "Lair"],
      },
      i,
    ),
  );
}

describe("checkDraft, the shape", () => {
  it("passes a good question as it was written, without keys it does not know", () => {
    const checked = checkDraft(draft({ rationale: "…", id: 7 }), [], clean);
    expect(checked).toEqual({ ok: true, draft: good });
  });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["text", "What?"],
    ["a list", [good]],
    ["no stem", draft({ stem: undefined })],
    ["a number as answer", draft({ right: 12 })],
    ["a null among the options", draft({ wrong: ["a", "b", null] })],
    ["options as one text", draft({ wrong: "Venus" })],
    ["no explanation", draft({ because: undefined })],
    ["an unknown level", draft({ level: "extreme" })],
  ])("drops %s", (_, raw) => {
    expect(reasonFor(raw)).toBe("shape");
  });

  it("never throws, and only passes what is whole", () => {
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        expect(checkDraft(raw, [], clean).ok).toBe(false);
      }),
    );
    const text = fc.string({ unit: "binary", maxLength: 120 });
    const shape = fc.record({
      stem: text,
      right: text,
      wrong: fc.array(text, { maxLength: 5 }),
      because: text,
      level: fc.constant("easy"),
    });
    fc.assert(
      fc.property(shape, (raw) => {
        const checked = checkDraft(raw, roomOf(2, 2), clean);
        if (checked.ok) expect(checked.draft).toEqual(raw);
      }),
    );
  });

  it("wants exactly three wrong options", () => {
    expect(reasonFor(draft({ wrong: ["Venus", "Mars"] }))).toBe("option-count");
    expect(reasonFor(draft({ wrong: ["Venus", "Mars", "Earth", "Saturn"] }))).toBe("option-count");
    expect(reasonFor(draft({ wrong: [] }))).toBe("option-count");
  });

  it("wants something to see in the question and in every option, but no explanation", () => {
    expect(reasonFor(draft({ stem: " \u00a0 " }))).toBe("empty");
    expect(reasonFor(draft({ right: "" }))).toBe("empty");
    expect(reasonFor(draft({ wrong: ["Venus", "\u200d", "Mars"] }))).toBe("empty");
    expect(reasonFor(draft({ because: "" }))).toBe("ok");
  });

  it("takes the lengths of the protocol and not one character more", () => {
    const filler = (length: number) =>
      "Long ago "
        .repeat(40)
        .slice(0, length - 1)
        .concat("?");
    expect(reasonFor(draft({ stem: filler(STEM_MAX_CHARS) }))).toBe("ok");
    expect(reasonFor(draft({ stem: filler(STEM_MAX_CHARS + 1) }))).toBe("too-long");
    expect(reasonFor(draft({ because: filler(EXPLANATION_MAX_CHARS) }))).toBe("ok");
    expect(reasonFor(draft({ because: filler(EXPLANATION_MAX_CHARS + 1) }))).toBe("too-long");
    expect(reasonFor(draft({ wrong: ["Venus", filler(OPTION_MAX_CHARS), "Mars"] }))).toBe("ok");
    expect(reasonFor(draft({ wrong: ["Venus", filler(OPTION_MAX_CHARS + 1), "Mars"] }))).toBe("too-long");
    expect(reasonFor(draft({ right: filler(100_000) }))).toBe("too-long");
  });
});

describe("checkDraft, the text", () => {
  it.each([
    ["a line break", "Which planet\nhas the shortest year?"],
    ["a tab", "Which planet\thas the shortest year?"],
    ["a null", "Which planet\u0000?"],
    ["an escape", "Which \u001b[31mplanet?"],
    ["a right-to-left override", "Which \u202etenalp\u202c is it?"],
    ["an isolate", "Which \u2066planet\u2069 is it?"],
    ["a zero-width space", "Which pla\u200bnet is it?"],
    ["a soft hyphen", "Which pla\u00adnet is it?"],
    ["a byte order mark", "\ufeffWhich planet is it?"],
    ["a line separator", "Which\u2028planet is it?"],
    ["a lone surrogate", "Which \ud800 planet is it?"],
    ["a letter that shows as nothing", "Which \u3164 planet is it?"],
    ["a heap of accents", `Which pla${"\u0335".repeat(12)}net is it?`],
  ])("drops %s anywhere", (_, text) => {
    expect(reasonFor(draft({ stem: text }))).toBe("characters");
    expect(reasonFor(draft({ because: text }))).toBe("characters");
    expect(reasonFor(draft({ wrong: ["Venus", text, "Mars"] }))).toBe("characters");
  });

  it("takes accents, other scripts and emoji", () => {
    expect(reasonFor(draft({ stem: "¿Qué significa «niño» en inglés?", right: "child" }))).toBe("ok");
    expect(reasonFor(draft({ stem: "Welche Stadt heißt auf Russisch Москва?", right: "Moskau" }))).toBe("ok");
    expect(reasonFor(draft({ stem: "Which family is this: 👨‍👩‍👧?", right: "One with a daughter" }))).toBe("ok");
  });

  it.each([
    "<script>alert(1)</script>",
    "< SCRIPT src=x>",
    '<img src=x onerror="alert(1)">',
    "</iframe>",
    "```json",
    "**Mercury**",
    "[Mercury](x)",
    "Mercury &amp; Venus",
    "&#39;Mercury&#39;",
    "javascript:alert(1)",
    "https://example.com",
    "<|im_end|>",
    "{{answer}}",
    "\\frac{1}{2}",
    "$$x$$",
  ])("drops what is markup: %s", (text) => {
    expect(reasonFor(draft({ wrong: ["Venus", text, "Mars"] }))).toBe("markup");
    expect(reasonFor(draft({ stem: `What is ${text} here?` }))).toBe("markup");
  });

  it("takes signs that only look like markup", () => {
    const comparing = draft({
      stem: "Which of these is true if a = 2 & b = 3?",
      right: "a < b",
      wrong: ["a > b", "a = b", "a + b < 0"],
    });
    expect(reasonFor(comparing)).toBe("ok");
    expect(reasonFor(draft({ stem: "What does <b> do to text in HTML?", right: "Makes it bold" }))).toBe("ok");
  });

  it("drops letters that mean nothing once the options are shuffled", () => {
    expect(reasonFor(draft({ right: "A) Mercury", wrong: ["B) Venus", "C) Mars", "D) Earth"] }))).toBe("markup");
    expect(reasonFor(draft({ because: "Option B is right." }))).toBe("markup");
    expect(reasonFor(draft({ because: "Antwort C stimmt." }))).toBe("markup");
    expect(reasonFor(draft({ right: "A. Milne", wrong: ["C. S. Lewis", "Roald Dahl", "Enid Blyton"] }))).toBe("ok");
    expect(reasonFor(draft({ because: "An option for a ship." }))).toBe("ok");
  });

  it("asks the content filter about every text of the question", () => {
    const refuse = (word: string) => (text: string) => !text.includes(word);
    expect(reasonFor(good, [], refuse("shortest"))).toBe("not-clean");
    expect(reasonFor(good, [], refuse("Mercury"))).toBe("not-clean");
    expect(reasonFor(good, [], refuse("Neptune"))).toBe("not-clean");
    expect(reasonFor(good, [], refuse("88 days"))).toBe("not-clean");
    expect(reasonFor(good, [], refuse("Pluto"))).toBe("ok");
  });
});

describe("checkDraft, the options", () => {
  it.each([
    ["the same", "Mercury"],
    ["case", "mERCURY"],
    ["accents", "Mércury"],
    ["punctuation", "“Mercury!”"],
    ["spaces", " Mer cury"],
    ["a compatibility form", "Ｍercury"],
  ])("drops two that differ only by %s", (_, twin) => {
    expect(reasonFor(draft({ wrong: ["Venus", twin, "Mars"] }))).toBe("options-alike");
    expect(reasonFor(draft({ right: "Earth", wrong: ["Mercury", twin, "Mars"] }))).toBe("options-alike");
  });

  it.each([
    [["3.14", "314", "31.4", "3,14"]],
    [["−5", "5", "1/5", "15"]],
    [["C", "C#", "C++", "D"]],
    [["1:2", "12", "2:1", "1:12"]],
    [["<", ">", "=", "≠"]],
    [["?", "!", ".", ";"]],
    [["sin x", "−sin x", "cos x", "−cos x"]],
    [["10²³", "10¹³", "10³", "10²"]],
  ])("takes options that a sign tells apart: %j", ([right = "", ...wrong]) => {
    expect(reasonFor(draft({ right, wrong }))).toBe("ok");
  });

  it("drops an answer that stands in the question as whole words", () => {
    expect(reasonFor(draft({ stem: "Which planet is called mercury in English?" }))).toBe("answer-in-stem");
    expect(reasonFor(draft({ stem: "Where is the Red Sea?", right: "At the red sea" }))).toBe("ok");
    expect(reasonFor(draft({ stem: "Who was king of Mercuryland?" }))).toBe("ok");
    expect(reasonFor(draft({ stem: "How many of these 12 months have 28 days?", right: "12" }))).toBe("ok");
  });

  it.each([
    "All of the above",
    "None of the above",
    "none of these",
    "All the above.",
    "Both of them",
    "Neither of these",
    "Both A and B",
    "Alle oben genannten",
    "Alle genannten",
    "Keine der genannten",
    "Keine davon",
    "Keines der oben genannten",
    "Nichts davon",
    "Alle Antworten sind richtig",
    "Todas las anteriores",
    "Ninguna de las anteriores",
    "Ninguno de los anteriores",
    "Todas son correctas",
    "Ninguna de ellas",
  ])("drops an option about the others: %s", (option) => {
    expect(reasonFor(draft({ wrong: ["Venus", option, "Mars"] }))).toBe("about-options");
    expect(reasonFor(draft({ right: option, wrong: ["Venus", "Jupiter of old Rome and Greece", "Mars"] }))).toBe(
      "about-options",
    );
  });

  it.each([
    "None",
    "All Saints",
    "Everything Everywhere All at Once",
    "Both Sides Now",
    "Alle meine Entchen",
    "Keine",
    "Todo sobre mi madre",
    "Nichts",
  ])("takes %s", (option) => {
    expect(reasonFor(draft({ wrong: ["Venus", option, "Mars"] }))).toBe("ok");
  });

  it("drops a long right option that dwarfs the others, and only then", () => {
    const wrong = ["A tall tower", "A red flag", "A bell"];
    expect(reasonFor(draft({ right: "A cave in which the bats sleep", wrong }))).toBe("longest-by-far");
    expect(reasonFor(draft({ right: "A cave where bats sleep", wrong }))).toBe("ok");
    expect(reasonFor(draft({ right: "Constantinople", wrong: ["Rome", "Troy", "Ur"] }))).toBe("ok");
  });
});

describe("checkDraft, the matter", () => {
  it.each([
    "Who is currently the tallest person alive?",
    "As of 2024, how many states are there?",
    "What is the latest phone of that maker?",
    "Who is the current president of France?",
    "Who is the reigning world champion of chess?",
    "How many films has she made to date?",
    "Wer ist derzeit Bundeskanzler?",
    "Wie heißt der aktuelle Meister?",
    "Wer regiert zurzeit in Rom?",
    "Wie heißt der amtierende Weltmeister?",
    "Wie viele Länder hat die EU, Stand 2024?",
    "¿Quién es actualmente el rey de España?",
    "¿Quién es el presidente actual de México?",
    "¿Cuál es el país más poblado hoy en día?",
    "¿Cuál es la película más reciente de la serie?",
  ])("drops a question with a date of expiry: %s", (stem) => {
    expect(reasonFor(draft({ stem }))).toBe("dated");
    expect(reasonFor(draft({ because: stem }))).toBe("dated");
  });

  it.each([
    "Which warm current flows past Florida?",
    "What is the unit of electric current?",
    "How do scientists use carbon to date bones?",
    "Which city stands on the site of what is today Istanbul?",
    "Wer herrschte zur Zeit der Römer in Ägypten?",
    "¿Qué país ocupa el territorio del actual Perú?",
    "In which film does somebody sing “Currently Yours”?",
  ])("takes: %s", (stem) => {
    expect(reasonFor(draft({ stem }))).toBe("ok");
  });

  it.each([
    "Who is the best footballer?",
    "Which is the most famous painting in the world?",
    "Who is the greatest singer of all time?",
    "Which is the most beautiful city of Italy?",
    "Wer ist der beste Torwart?",
    "Welches ist das berühmteste Bild der Welt?",
    "Wer ist der größte Sänger aller Zeiten?",
    "¿Quién es el mejor jugador?",
    "¿Cuál es el cuadro más famoso del mundo?",
    "¿Cuál es la mejor canción de todos los tiempos?",
  ])("drops a judgement asked as a fact: %s", (stem) => {
    expect(reasonFor(draft({ stem }))).toBe("superlative");
  });

  it.each([
    "Which planet is best known for its rings?",
    "Which sort is fastest in the worst case?",
    "Which film won the Oscar for Best Picture in 1998?",
    "Which is the longest river of Africa?",
    "Which metal has the greatest density?",
    "Welches Metall leitet Strom am besten?",
    "¿Qué película ganó el premio Óscar a la mejor película en 1998?",
    "Who sang “Simply the Best”?",
    "Wer schrieb „Der beste Tag“?",
  ])("takes a superlative that can be measured or is a name: %s", (stem) => {
    expect(reasonFor(draft({ stem }))).toBe("ok");
  });
});

describe("checkDraft, beside the room", () => {
  it("drops the same question, however it is dressed", () => {
    const room = [inRoom({})];
    expect(reasonFor(good, room)).toBe("duplicate");
    expect(reasonFor(draft({ stem: "which PLANET has the shortest years" }), room)).toBe("duplicate");
    expect(reasonFor(draft({ stem: "What planet is it that has the shortest year?", right: "Saturn" }), room)).toBe(
      "duplicate",
    );
  });

  it("drops a similar question only if the answer is the same", () => {
    const room = [inRoom({ stem: "Which king built the long wall of Saxony?", right: "Otto" })];
    const similar = "Which king built the old wall of Bavaria?";
    expect(reasonFor(draft({ stem: similar, right: "OTTO!" }), room)).toBe("ok");
    expect(reasonFor(draft({ stem: "Which king built the long wall there?", right: "Karl" }), room)).toBe("duplicate");
    expect(reasonFor(draft({ stem: "Which king built that wall?", right: "OTTO!" }), room)).toBe("duplicate");
    expect(reasonFor(draft({ stem: "Which king built that wall?", right: "Karl" }), room)).toBe("ok");
  });

  it("drops a question turned round, which gives away the other", () => {
    const room = [inRoom({ stem: "What is the capital of Kenya?", right: "Nairobi" })];
    const wrong = ["Uganda", "Ethiopia", "Zambia"];
    expect(reasonFor(draft({ stem: "Nairobi lies at the heart of which country?", right: "Kenya", wrong }), room)).toBe(
      "duplicate",
    );
    expect(reasonFor(draft({ stem: "Mombasa lies on the coast of which country?", right: "Kenya", wrong }), room)).toBe(
      "ok",
    );
  });

  it("takes questions of one pattern about different things, in every language", () => {
    const ask = (stem: string, right: string, before: string, answer: string) =>
      reasonFor(draft({ stem, right }), [inRoom({ stem: before, right: answer })]);
    expect(ask("What is the capital of Spain?", "Madrid", "What is the capital of Greece?", "Athens")).toBe("ok");
    expect(
      ask(
        "Which is the longest bone in the human body?",
        "Femur",
        "Which is the smallest bone in the human body?",
        "Stapes",
      ),
    ).toBe("ok");
    expect(ask("Wie heißt die Hauptstadt von Peru?", "Lima", "Wie heißt die Hauptstadt von Chile?", "Santiago")).toBe(
      "ok",
    );
    expect(ask("¿Cuál es la capital de Perú?", "Lima", "¿Cuál es la capital de Chile?", "Santiago")).toBe("ok");
  });

  it("counts how often the right option is the longest once there are four questions", () => {
    const long = draft({ right: "The smallest planet" });
    expect(reasonFor(long, roomOf(2, 0))).toBe("ok");
    expect(reasonFor(long, roomOf(3, 0))).toBe("longest-too-often");
    expect(reasonFor(long, roomOf(1, 2))).toBe("ok");
    expect(reasonFor(long, roomOf(2, 1))).toBe("longest-too-often");
    expect(reasonFor(long, roomOf(4, 5))).toBe("ok");
    expect(reasonFor(long, roomOf(5, 4))).toBe("longest-too-often");
    expect(reasonFor(good, roomOf(9, 0))).toBe("ok");
  });

  it("reads a room's question again when it was changed", () => {
    const question = inRoom({});
    expect(reasonFor(good, [question])).toBe("duplicate");
    question.stem = "How many eyes does a scallop have?";
    expect(reasonFor(good, [question])).toBe("ok");
    const similar = draft({ stem: "How many eyes has a young scallop got?" });
    expect(reasonFor(similar, [question])).toBe("duplicate");
    question.options[question.right] = "Some two hundred";
    expect(reasonFor(similar, [question])).toBe("ok");
  });
});

describe("toQuestion", () => {
  it("keeps every option and knows where the right one went, the same way for the same chance", () => {
    for (let id = 0; id < 40; id++) {
      const question = toQuestion(good, id, "host", randomFor("seed", `options:${id}`));
      expect(question.options[question.right]).toBe("Mercury");
      expect([...question.options].sort()).toEqual(["Jupiter", "Mercury", "Neptune", "Venus"]);
      expect(question).toEqual(toQuestion(good, id, "host", randomFor("seed", `options:${id}`)));
      expect(question).toMatchObject({ id, origin: "host", level: "easy", stem: good.stem, because: good.because });
    }
  });

  it("does not show in the place of the right option which draft it was", () => {
    const random = randomFor("seed", "places");
    const places = Array.from({ length: 400 }, (_, id) => toQuestion(good, id, "ai", random).right);
    for (const place of [0, 1, 2, 3]) expect(places.filter((right) => right === place).length).toBeGreaterThan(70);
  });

  it("does not count a tie as longest", () => {
    expect(isLongestRight({ options: ["four", "five", "one", "two"], right: 0 })).toBe(false);
    expect(isLongestRight({ options: ["four", "six", "one", "two"], right: 0 })).toBe(true);
    expect(isLongestRight({ options: ["four", "six", "one", "two"], right: 1 })).toBe(false);
  });
});
