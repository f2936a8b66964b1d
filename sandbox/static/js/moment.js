// Writes times the way people of the school read them, always in their own time zone.

const ZONE = "Europe/Amsterdam";
const format = (options) => new Intl.DateTimeFormat("nl-NL", { timeZone: ZONE, ...options });
const TIME = format({ hour: "2-digit", minute: "2-digit" });
const DAY = format({ weekday: "long", day: "numeric", month: "long" });
const SHORT = format({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const DATE = format({ day: "numeric", month: "long", year: "numeric" });
const KEY = format({ year: "numeric", month: "2-digit", day: "2-digit" });

export const time = (seconds) => TIME.format(seconds * 1000);
export const day = (seconds) => DAY.format(seconds * 1000);
export const dayKey = (seconds) => KEY.format(seconds * 1000);
export const short = (seconds) => SHORT.format(seconds * 1000);

// Slack's <!date^seconds^format|fallback>, with the words in curly brackets filled in.
export function slackDate(seconds, pattern) {
  return pattern.replace(/\{(\w+)\}/g, (_, word) => {
    if (word.startsWith("time")) return time(seconds);
    return word.startsWith("date") ? DATE.format(seconds * 1000) : "";
  });
}
