import { render } from "preact";
import { HomePage } from "./home-page.tsx";

render(<HomePage />, document.getElementById("app") as HTMLElement);
