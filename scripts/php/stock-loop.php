<?php
// php stock-loop.php FIRST COUNT: sets the stock of COUNT products from the id FIRST on, prints how many milliseconds that took.
require getenv( 'SHOP_DIR' ) . '/www/wp-load.php';

list( , $first, $count ) = $argv;
$begun = microtime( true );
for ( $n = 0; $n < $count; $n++ ) {
	wc_update_product_stock( (int) $first + $n, $n % 10 < 3 ? 0 : 60 + $n % 40 );
}
echo ( microtime( true ) - $begun ) * 1000;
