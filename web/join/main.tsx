import { render } from "preact";
import { keepLit } from "../shared/wake-lock.ts";
import { JoinPage } from "./join-page.tsx";

render(<JoinPage />, document.getElementById("app") as HTMLElement);
keepLit();
