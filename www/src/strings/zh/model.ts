/** In English until it is translated. */
export { model } from "../en/model";
