// The button for a passkey is there only where scripts run, and not before it works: the scripts that ask the browser
// are connected with it when the document is complete. What the browser refuses is said on the page.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("passkey");
  const refused = document.getElementById("passkey-refused");
  button.hidden = false;
  button.addEventListener("click", () => { refused.hidden = true; });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    refused.hidden = false;
  });
});
