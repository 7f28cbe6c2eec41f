import { render } from "preact";
import { heedNewHash } from "../shared/address.ts";
import { ResultsPage } from "./results-page.tsx";

render(<ResultsPage />, document.getElementById("app") as HTMLElement);
heedNewHash();
