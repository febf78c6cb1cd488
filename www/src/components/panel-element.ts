/**
 * A panel: an element `wordlight-panel-<id>` that shows the state in its own way. It renders anew with
 * each state while it is open, and stays as it was left while it is not.
 */
import type { Session } from "../session";
import type { State } from "../state";
import { Part } from "./part";

export abstract class PanelElement extends Part {
  static override properties = {
    state: { attribute: false },
    session: { attribute: false },
  };
  /** Both are set before the element renders for the first time. */
  declare state: State;
  declare session: Session;
}
