<?php
/**
 * The table of settings.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Settings;

/**
 * Every setting that is not a connector's own, by section. A field is an array: key (of the configuration), kind,
 * title, tip (one sentence for the shop's owner), default (the sidecar's own), and by kind choices or unit.
 *
 * @phpstan-type Field array{key:string,kind:string,title:string,tip:string,default:string,choices?:array<string,string>,unit?:string,section?:string,mode?:string,reference?:string,many?:bool,required?:bool}
 */
final class Table {

	/**
	 * The groups of a section: a title, a sentence, and fields.
	 *
	 * @param string $section stock, products or log.
	 * @return array<array{title:string,about:string,fields:array<array<string,mixed>>}>
	 */
	public static function groups( string $section ): array {
		switch ( $section ) {
			case 'stock':
				return array( self::stock(), self::checkout(), self::notices() );
			case 'products':
				return array( self::matching(), self::prices() );
			case 'log':
				return array( self::log() );
			default:
				return array();
		}
	}

	/** @return array{title:string,about:string,fields:array<array<string,mixed>>} */
	private static function stock(): array {
		return array(
			'title'  => __( 'Stock', 'wpbridge' ),
			'about'  => __( 'How the quantities of your business system become the stock of your shop.', 'wpbridge' ),
			'fields' => array(
				array(
					'key'     => 'stock.buffer',
					'kind'    => Kind::QUANTITY,
					'title'   => __( 'Keep back', 'wpbridge' ),
					'tip'     => __( 'So many pieces of every product are not offered in the shop. A category or product may have its own number.', 'wpbridge' ),
					'default' => '0',
				),
				array(
					'key'     => 'stock.manage',
					'kind'    => Kind::CHOICE,
					'title'   => __( 'Stock management', 'wpbridge' ),
					'tip'     => __( 'What to do with linked products for which stock management is switched off in WooCommerce.', 'wpbridge' ),
					'default' => 'enable',
					'choices' => array(
						'enable'  => __( 'Switch it on', 'wpbridge' ),
						'respect' => __( 'Leave these products alone', 'wpbridge' ),
					),
				),
				array(
					'key'     => 'stock.backorders',
					'kind'    => Kind::CHOICE,
					'title'   => __( 'Backorders', 'wpbridge' ),
					'tip'     => __( 'Whether linked products may be sold when nothing is left.', 'wpbridge' ),
					'default' => 'respect',
					'choices' => array(
						'respect' => __( 'As each product says', 'wpbridge' ),
						'no'      => __( 'Do not allow', 'wpbridge' ),
						'notify'  => __( 'Allow, but notify customer', 'wpbridge' ),
						'yes'     => __( 'Allow', 'wpbridge' ),
					),
				),
				array(
					'key'     => 'stock.fractional',
					'kind'    => Kind::YES_NO,
					'title'   => __( 'Fractions', 'wpbridge' ),
					'tip'     => __( 'Stock may be 0.5 of something. Only for shops where another plugin lets WooCommerce sell fractions; otherwise quantities are rounded down.', 'wpbridge' ),
					'default' => 'no',
				),
				array(
					'key'     => 'guard.max_zeroed_percent',
					'kind'    => Kind::PERCENT,
					'title'   => __( 'Stop when too much sells out', 'wpbridge' ),
					'tip'     => __( 'A run that would set more than this share of your products to zero waits for your approval; 100 never waits.', 'wpbridge' ),
					'default' => '50',
					'unit'    => '%',
				),
				array(
					'key'     => 'stock.drift_patience',
					'kind'    => Kind::SECONDS,
					'title'   => __( 'Patience with differences', 'wpbridge' ),
					'tip'     => __( 'How long shop and business system may differ, as they do while an order is on its way, before it counts as a fault to repair.', 'wpbridge' ),
					'default' => '3m',
					'unit'    => __( 'seconds', 'wpbridge' ),
				),
			),
		);
	}

	/** @return array{title:string,about:string,fields:array<array<string,mixed>>} */
	private static function checkout(): array {
		return array(
			'title'  => __( 'Check while a customer buys', 'wpbridge' ),
			'about'  => __( 'Before an order is placed, the stock of what is in the cart is asked for once more.', 'wpbridge' ),
			'fields' => array(
				array(
					'key'     => 'checkout.when_unreachable',
					'kind'    => Kind::CHOICE,
					'title'   => __( 'When nobody can be asked', 'wpbridge' ),
					'tip'     => __( 'What happens to an order while the business system does not answer. A category or product may have its own rule.', 'wpbridge' ),
					'default' => 'refuse',
					'choices' => array(
						'refuse' => __( 'Refuse the order and say why', 'wpbridge' ),
						'allow'  => __( 'Accept the order', 'wpbridge' ),
					),
				),
				array(
					'key'     => 'checkout.budget',
					'kind'    => Kind::MILLIS,
					'title'   => __( 'Longest wait', 'wpbridge' ),
					'tip'     => __( 'The customer waits for the answer no longer than this.', 'wpbridge' ),
					'default' => '1200ms',
					'unit'    => __( 'milliseconds', 'wpbridge' ),
				),
				array(
					'key'     => 'checkout.max_age',
					'kind'    => Kind::SECONDS,
					'title'   => __( 'Fresh enough', 'wpbridge' ),
					'tip'     => __( 'A quantity read from the business system within this time is used without asking again; 0 always asks.', 'wpbridge' ),
					'default' => '1m',
					'unit'    => __( 'seconds', 'wpbridge' ),
				),
			),
		);
	}

	/** @return array{title:string,about:string,fields:array<array<string,mixed>>} */
	private static function notices(): array {
		return array(
			'title'  => __( 'Other plugins', 'wpbridge' ),
			'about'  => '',
			'fields' => array(
				array(
					'key'     => 'bridge.hooks',
					'kind'    => Kind::CHOICE,
					'title'   => __( 'Tell other plugins', 'wpbridge' ),
					'tip'     => __( 'Waiting lists, page caches and feeds listen to changes of products. Telling them of every change makes runs slower.', 'wpbridge' ),
					'default' => 'flips',
					'choices' => array(
						'flips' => __( 'When a product sells out or is back in stock', 'wpbridge' ),
						'all'   => __( 'Of every change', 'wpbridge' ),
						'none'  => __( 'Nothing', 'wpbridge' ),
					),
				),
			),
		);
	}

	/** @return array{title:string,about:string,fields:array<array<string,mixed>>} */
	private static function matching(): array {
		return array(
			'title'  => __( 'Matching', 'wpbridge' ),
			'about'  => __( 'How a product of the shop and an item of the business system are known to be the same.', 'wpbridge' ),
			'fields' => array(
				array(
					'key'     => 'match.key',
					'kind'    => Kind::CHOICE,
					'title'   => __( 'Match by', 'wpbridge' ),
					'tip'     => __( 'What must be equal on both sides. Changing it makes a new match report that you accept before anything is written.', 'wpbridge' ),
					'default' => 'sku',
					'choices' => array(
						'sku'     => __( 'SKU', 'wpbridge' ),
						'barcode' => __( 'Barcode (GTIN, EAN)', 'wpbridge' ),
						'plu'     => __( 'PLU', 'wpbridge' ),
						'name'    => __( 'Name', 'wpbridge' ),
					),
				),
			),
		);
	}

	/** @return array{title:string,about:string,fields:array<array<string,mixed>>} */
	private static function prices(): array {
		return array(
			'title'  => __( 'Prices', 'wpbridge' ),
			'about'  => '',
			'fields' => array(
				array(
					'key'     => 'guard.max_price_jump_percent',
					'kind'    => Kind::PERCENT,
					'title'   => __( 'Stop when a price jumps', 'wpbridge' ),
					'tip'     => __( 'A run that would change any price by more than this waits for your approval; 100 never waits.', 'wpbridge' ),
					'default' => '70',
					'unit'    => '%',
				),
			),
		);
	}

	/** @return array{title:string,about:string,fields:array<array<string,mixed>>} */
	private static function log(): array {
		return array(
			'title'  => __( 'Log', 'wpbridge' ),
			'about'  => '',
			'fields' => array(
				array(
					'key'     => 'log.level',
					'kind'    => Kind::CHOICE,
					'title'   => __( 'The program writes', 'wpbridge' ),
					'tip'     => __( 'How much the wpbridge program writes to the log of the server. Details are for finding faults.', 'wpbridge' ),
					'default' => 'info',
					'choices' => array(
						'error' => __( 'Errors', 'wpbridge' ),
						'warn'  => __( 'Errors and warnings', 'wpbridge' ),
						'info'  => __( 'What it does', 'wpbridge' ),
						'debug' => __( 'Every detail', 'wpbridge' ),
					),
				),
			),
		);
	}
}
