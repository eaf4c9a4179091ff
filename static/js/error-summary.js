// What has to be put right is said first: move there, for those who cannot see that it has appeared.
document.querySelector(".error-summary")?.focus();
