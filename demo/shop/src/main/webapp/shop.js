// The open page follows its flags, by the module that flipswitch serves. What is no flag, the price of shipping, is asked
// for when its flag has changed.
import { onFlag } from './flipswitch/flags.js';

const page = document.documentElement;
const banner = document.getElementById('banner');
const shipping = document.getElementById('shipping');
const live = document.getElementById('live');

function showShipping(cents) {
  shipping.value = cents === 0 ? 'free' : `€ ${(cents / 100).toFixed(2)}`;
  shipping.dataset.cents = cents;
}

async function askForShipping() {
  const answer = await fetch('state');
  if (answer.ok) {
    showShipping((await answer.json()).shippingCents);
  }
}

showShipping(Number(shipping.dataset.cents));
onFlag('dark-mode', (on) => { page.dataset.theme = on === true ? 'dark' : 'light'; });
onFlag('winter-sale', (on) => { banner.hidden = on !== true; });
onFlag('free-shipping', askForShipping);
document.addEventListener('flagconnection', ({ detail }) => {
  live.dataset.live = detail.connected ? 'yes' : 'no';
  live.textContent = detail.connected ? 'Live.' : 'Reconnecting…';
});
