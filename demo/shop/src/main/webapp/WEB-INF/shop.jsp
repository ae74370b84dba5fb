<%@ page contentType="text/html; charset=UTF-8" session="false" trimDirectiveWhitespaces="true" %>
<!DOCTYPE html>
<html lang="en" data-theme="${flags['dark-mode'] ? 'dark' : 'light'}">
<head>
  <meta charset="utf-8">
  <title>The Lamp Shop</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="icon" type="image/svg+xml" href="icon.svg">
  <link rel="stylesheet" href="shop.css">
  <script type="module" src="shop.js"></script>
</head>
<body>
  <p class="banner" id="banner" ${flags['winter-sale'] ? '' : 'hidden'}>Winter sale: every second lamp at half its price</p>
  <header>
    <h1>The Lamp Shop</h1>
    <p>Light for long evenings</p>
  </header>
  <main>
    <ul class="lamps">
      <li><span class="lamp" data-lamp="moon"></span><h2>Moon</h2><p>A glass globe, dimmable</p><strong>€ 89.00</strong></li>
      <li><span class="lamp" data-lamp="reed"></span><h2>Reed</h2><p>Woven by hand, for the table</p><strong>€ 64.50</strong></li>
      <li><span class="lamp" data-lamp="beam"></span><h2>Beam</h2><p>For reading, on a long arm</p><strong>€ 119.00</strong></li>
    </ul>
    <p class="shipping">Shipping: <output id="shipping" data-cents="${shippingCents}"></output></p>
  </main>
  <footer>
    <p>This page shows the flags <code>dark-mode</code>, <code>winter-sale</code> and <code>free-shipping</code>.
      Switch them on the dashboard and watch. <span id="live" data-live="no"></span></p>
  </footer>
</body>
</html>
