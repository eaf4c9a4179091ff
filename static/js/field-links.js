// A link to a field of a form moves the cursor there, whatever is folded around it and whatever the field is made of.
const CAN_BE_FILLED = "input:not([type=hidden]), select, textarea, summary, button, a[href]";

function goToField() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!place || !place.closest("form")) return;
  for (let folded = place.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
  const field = place.matches(CAN_BE_FILLED) ? place : [...place.querySelectorAll(CAN_BE_FILLED)].find((one) => one.offsetParent);
  place.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
}

window.addEventListener("hashchange", goToField);
// The same link a second time changes no address.
document.addEventListener("click", (event) => {
  if (event.target.closest?.(`a[href="${location.hash}"]`)) goToField();
});
// The rows of a form's parts get their links when all is there.
window.addEventListener("load", goToField);
