// The button for a passkey is there only where scripts run; what the browser refuses is said on the page.
const button = document.getElementById("passkey");
const refused = document.getElementById("passkey-refused");
button.hidden = false;
button.addEventListener("click", () => { refused.hidden = true; });
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  refused.hidden = false;
});
