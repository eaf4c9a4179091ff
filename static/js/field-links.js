// A link to a field of a form moves the cursor there, whatever is folded around it and whatever the field is made of.
const CAN_BE_FILLED = "input:not([type=hidden]), select, textarea, summary, button, a[href]";
const placeNamed = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));

function goToField() {
  const place = placeNamed();
  // The parts of a form, and its list of them, are only looked at.
  if (!place?.closest("form") || place.matches("nav, h2")) return;
  for (let folded = place.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
  const field = place.matches(CAN_BE_FILLED) ? place : [...place.querySelectorAll(CAN_BE_FILLED)].find((one) => one.offsetParent);
  place.scrollIntoView({ block: place.matches(".inline-group") ? "start" : "center" });
  field?.focus({ preventScroll: true });
}

window.addEventListener("hashchange", goToField);
// The same link a second time changes no address.
document.addEventListener("click", (event) => {
  if (event.target.closest?.(`a[href="${location.hash}"]`)) goToField();
});
// The rows of a form's parts get their links when all is there. What has to be put right comes before what a link named.
window.addEventListener("load", () => document.querySelector(".error-summary") || goToField());
