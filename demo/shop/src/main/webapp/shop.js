// The open page follows its flags: the shop's own stream says that something changed, /state says what it is now.
const page = document.documentElement;
const banner = document.getElementById('banner');
const shipping = document.getElementById('shipping');
const live = document.getElementById('live');

function showShipping(cents) {
  shipping.value = cents === 0 ? 'free' : `€ ${(cents / 100).toFixed(2)}`;
  shipping.dataset.cents = cents;
}

async function refresh() {
  const answer = await fetch('state');
  if (!answer.ok) {
    return;
  }
  const state = await answer.json();
  page.dataset.theme = state.darkMode ? 'dark' : 'light';
  banner.hidden = !state.banner;
  showShipping(state.shippingCents);
}

function showLive(isLive) {
  live.dataset.live = isLive ? 'yes' : 'no';
  live.textContent = isLive ? 'Live.' : 'Reconnecting…';
}

showShipping(Number(shipping.dataset.cents));
const events = new EventSource('live');
events.addEventListener('open', () => { showLive(true); refresh(); });
events.addEventListener('flagchange', refresh);
events.addEventListener('error', () => showLive(false));
