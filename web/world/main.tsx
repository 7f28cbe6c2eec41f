import { render } from "preact";
import { WorldPage } from "./world-page.tsx";

render(<WorldPage />, document.getElementById("app") as HTMLElement);
