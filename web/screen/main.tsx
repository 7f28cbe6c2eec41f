import { render } from "preact";
import { heedNewHash } from "../shared/address.ts";
import { keepLit } from "../shared/wake-lock.ts";
import { ScreenPage } from "./screen-page.tsx";

render(<ScreenPage />, document.getElementById("app") as HTMLElement);
keepLit();
heedNewHash();
