/** In English until it is translated. */
export { page } from "../en/page";
