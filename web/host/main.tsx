import { render } from "preact";
import { heedNewHash } from "../shared/address.ts";
import { keepLit } from "../shared/wake-lock.ts";
import { HostPage } from "./host-page.tsx";

render(<HostPage />, document.getElementById("app") as HTMLElement);
keepLit();
heedNewHash();
