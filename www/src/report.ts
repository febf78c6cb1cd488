/** What can be told of files that failed to load, to somebody who helps: no content, no names. */
import type { DroppedFile } from "./dropped";
import { bytes } from "./format";
import type { Notice } from "./state";
import { strings } from "./strings";

const say = strings.report;

export function failureReport(
  { code, message, hint }: Pick<Notice, "code" | "message" | "hint">,
  files: DroppedFile[],
): string {
  const lines = [
    say.title,
    `${say.error}: ${code ?? say.noCode}`,
    withoutNames(message, files),
    ...(hint === null ? [] : [withoutNames(hint, files)]),
    "",
    ...(files.length === 0
      ? []
      : [
          `${say.files}: ${files.map(({ name, file }) => `${endingOf(name)}, ${bytes(file.size)}`).join("; ")}`,
        ]),
    `${say.browser}: ${navigator.userAgent}`,
  ];
  return lines.join("\n");
}

const endingOf = (name: string): string =>
  /(\.weights)?\.[^./]{1,10}$/.exec(name)?.[0] ?? say.noEnding;

/** Messages name the file they are about, and a name may say what nobody else is to know. */
function withoutNames(sentence: string, files: DroppedFile[]): string {
  return files.reduce((text, { name }) => {
    const short = name.slice(name.lastIndexOf("/") + 1);
    const anonymous = `(${endingOf(name)})`;
    return text.replaceAll(name, anonymous).replaceAll(short, anonymous);
  }, sentence);
}
