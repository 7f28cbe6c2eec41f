import { render } from "preact";
import { ResultsPage } from "./results-page.tsx";

render(<ResultsPage />, document.getElementById("app") as HTMLElement);
