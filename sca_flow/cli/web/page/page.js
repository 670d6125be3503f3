// What textual.js leaves to the page: where its socket is, when it may measure the font, and where the focus goes.
"use strict";
(() => {
  const asked = new URLSearchParams(location.search);
  const attempt = asked.get("attempt");
  const address = new URL(attempt ? `ws/${encodeURIComponent(attempt)}` : "ws", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const terminal = document.getElementById("terminal");
  terminal.dataset.sessionWebsocketUrl = address.href;
  terminal.dataset.fontSize = Math.min(Math.max(Number(asked.get("fontsize")) || 16, 8), 64);

  // The server says which attempt is open; the address names it, so that a reload goes on with it.
  window.WebSocket = class extends WebSocket {
    constructor(...how) {
      super(...how);
      this.addEventListener("message", ({ data }) => {
        const [said, value] = typeof data === "string" ? JSON.parse(data) : [];
        if (said === "attempt") {
          asked.set("attempt", value);
          history.replaceState(null, "", `?${asked}`);
        }
      });
    }
  };

  // The size of a cell is taken from the font, which has to be there by then.
  const open = window.onload;
  window.onload = async (event) => {
    const faces = ["", "bold ", "italic "].map((face) => document.fonts.load(`${face}16px "Roboto Mono"`));
    await Promise.allSettled(faces);
    open(event);
  };

  // Keys work at once, without a click.
  new MutationObserver(() => {
    const state = document.body.classList;
    const next = state.contains("-closed") ? "#again" : state.contains("-first-byte") ? ".xterm-helper-textarea" : "";
    if (next) document.querySelector(next).focus();
  }).observe(document.body, { attributeFilter: ["class"] });
  document.getElementById("again").onclick = () => location.reload();
})();
