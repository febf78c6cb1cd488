/** What can be told of files that failed to load, to somebody who helps: no content, no names. */
import type { DroppedFile } from "./dropped";
import { bytes } from "./format";
import type { Notice } from "./state";
import { strings } from "./strings";

export function failureReport(
  { code, message, hint }: Pick<Notice, "code" | "message" | "hint">,
  files: DroppedFile[],
): string {
  const lines = [
    strings.report.title,
    `${strings.report.error}: ${code ?? strings.report.noCode}`,
    withoutNames(message, files),
    ...(hint === null ? [] : [withoutNames(hint, files)]),
    "",
    ...(files.length === 0
      ? []
      : [
          `${strings.report.files}: ${files.map(({ name, file }) => `${endingOf(name)}, ${bytes(file.size)}`).join("; ")}`,
        ]),
    `${strings.report.browser}: ${navigator.userAgent}`,
  ];
  return lines.join("\n");
}

const endingOf = (name: string): string =>
  /(\.weights)?\.[^./]{1,10}$/.exec(name)?.[0] ?? strings.report.noEnding;

/** Messages name the file they are about, and a name may say what nobody else is to know. */
function withoutNames(sentence: string, files: DroppedFile[]): string {
  return files.reduce((text, { name }) => {
    const short = name.slice(name.lastIndexOf("/") + 1);
    const anonymous = `(${endingOf(name)})`;
    return text.replaceAll(name, anonymous).replaceAll(short, anonymous);
  }, sentence);
}
