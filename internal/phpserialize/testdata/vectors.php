<?php
/**
 * Writes vectors.json: values of all sorts as this PHP serializes them, in base64.
 */

class Pot implements JsonSerializable {
	public $size       = 3;
	protected $inside  = 'soil';
	private $price     = 9.99;
	#[\ReturnTypeWillChange]
	public function jsonSerialize() {
		return null;
	}
}

$shared = new Pot();
$looped = array( 1 );
$looped['self'] = &$looped[0];

$values = array(
	'null'             => null,
	'true'             => true,
	'false'            => false,
	'zero'             => 0,
	'negative'         => -42,
	'greatest'         => PHP_INT_MAX,
	'least'            => PHP_INT_MIN,
	'tenth'            => 0.1,
	'sum of tenths'    => 0.1 + 0.2,
	'whole float'      => 5.0,
	'negative zero'    => -0.0,
	'tiny float'       => 1.5e-7,
	'below a thousand' => 0.00001234,
	'large float'      => 1.0e25,
	'17 digits'        => 123456789012345680.0,
	'infinity'         => INF,
	'minus infinity'   => -INF,
	'no number'        => NAN,
	'empty'            => '',
	'text'             => 'Cîine "quoted"; ț',
	'binary'           => "\0\xff;}",
	'list'             => array( 'a', 'b' ),
	'order of keys'    => array( 'z' => 1, 'a' => 2, 10 => 3, -1 => 4, '07' => 5 ),
	'nested'           => array( 'total' => array( 1 => '1.90' ), 'subtotal' => array( 1 => 3.61 ) ),
	'object'           => new Pot(),
	'same object'      => array( $shared, $shared ),
	'reference'        => $looped,
	'custom'           => new ArrayObject( array( 'x' => 1 ) ),
);
$out = array();
foreach ( $values as $name => $value ) {
	$out[] = array(
		'name' => $name,
		'text' => base64_encode( serialize( $value ) ),
	);
}
// What other versions of PHP write.
$out[] = array( 'name' => 'custom of PHP 7', 'text' => base64_encode( 'C:11:"ArrayObject":21:{x:i:0;a:0:{};m:a:0:{}}' ) );
$out[] = array( 'name' => 'enum of PHP 8.1', 'text' => base64_encode( 'E:10:"Suit:Clubs";' ) );
$out[] = array( 'name' => 'escaped of PHP 6', 'text' => base64_encode( 'S:3:"a\\00b";' ) );
echo json_encode( $out, JSON_PRETTY_PRINT ), "\n";
