// Binds the button of a security-key form to the ceremony of the browser. The page says which in data attributes.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-ceremony]")) {
    const ids = { credential: button.dataset.credential, data: button.dataset.options };
    ids[button.dataset.ceremony === "addForm" ? "add" : "authenticate"] = button.id;
    window.allauth.webauthn.forms[button.dataset.ceremony](
      button.dataset.passwordless ? { ids: { ...ids, passwordless: button.dataset.passwordless } } : { ids },
    );
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const words of document.querySelectorAll(".ceremony-failed")) words.hidden = false;
  });
});
