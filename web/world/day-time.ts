/** From which minute of the day on it is called what. It dawns at 360 and grows dark at 1200. */
const words: readonly (readonly [fromMinute: number, word: string])[] = [
  [0, "night"],
  [300, "before dawn"],
  [360, "dawn"],
  [450, "morning"],
  [690, "noon"],
  [780, "afternoon"],
  [1_050, "evening"],
  [1_200, "nightfall"],
  [1_290, "night"],
];

/** The time of day as a word, for a minute from 0 to 1439. */
export function dayTime(minute: number): string {
  return words.findLast(([from]) => minute >= from)?.[1] ?? "night";
}
