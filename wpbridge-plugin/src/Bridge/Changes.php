<?php
/**
 * What the sidecar wrote to the shop's tables.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Bridge;

/**
 * Does after the sidecar's writes what WooCommerce does after its own. Doing it twice does no harm.
 * The second round, seconds later, takes out of the caches what a request that had read the old rows put in meanwhile.
 */
final class Changes {

	/** @var Caches */
	private $caches;

	/** @var Hooks */
	private $hooks;

	public function __construct( Caches $caches, Hooks $hooks ) {
		$this->caches = $caches;
		$this->hooks  = $hooks;
	}

	/**
	 * Clears the caches; in the first round it also tells other plugins.
	 *
	 * @param array<array{id:int,parent:int,fields:string[],status:string,sale_dates:bool}> $items  Products and variations.
	 * @param int                                                                           $round  1 or 2.
	 * @param string                                                                        $policy flips, all or none.
	 */
	public function apply( array $items, int $round, string $policy ): void {
		$this->caches->clear( $items );
		if ( 1 === $round ) {
			$this->hooks->fire( $items, $policy );
		}
	}
}
