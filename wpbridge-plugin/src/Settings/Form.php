<?php
/**
 * Fields on the page, and what comes back from them.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Settings;

use WPBridge\Box;
use WPBridge\Options;
use WPBridge\Pairing;

/** Turns fields of the table into those that WooCommerce draws, and stores what was posted. */
final class Form {

	/** The posted list of those keys that the person could change. */
	public const OFFERED = 'wpbridge_offered';

	/** @var Options */
	private $options;

	/** @var Pairing */
	private $pairing;

	/** @var Fixed */
	private $fixed;

	/** @var array<string,mixed>|null What was posted and refused: it is shown again. */
	private $refused;

	public function __construct( Options $options, Pairing $pairing, Fixed $fixed ) {
		$this->options = $options;
		$this->pairing = $pairing;
		$this->fixed   = $fixed;
	}

	/**
	 * A group as WooCommerce's fields.
	 *
	 * @param array{title:string,about:string,fields:array<array<string,mixed>>} $group Of Table.
	 * @return array<array<string,mixed>>
	 */
	public function drawn( array $group ): array {
		$id  = 'wpbridge_' . sanitize_title( $group['title'] );
		$out = array( array( 'type' => 'title', 'id' => $id, 'title' => $group['title'], 'desc' => $group['about'] ) );
		foreach ( $group['fields'] as $field ) {
			if ( $this->fixed->exists( $field['key'] ) ) {
				$out[] = $this->field( $field );
			}
		}
		$out[] = array( 'type' => 'sectionend', 'id' => $id );
		return $out;
	}

	/**
	 * The keys of those fields that the sidecar has and that are not fixed elsewhere.
	 *
	 * @param array<array<string,mixed>> $fields Of Table.
	 * @return string[]
	 */
	public function offered( array $fields ): array {
		return array_values( array_filter( array_column( $fields, 'key' ), function ( string $key ): bool { return $this->fixed->exists( $key ) && ! $this->fixed->has( $key ); } ) );
	}

	/**
	 * Stores what was posted; on any fault nothing.
	 *
	 * @param array<array<string,mixed>> $fields Of Table.
	 * @param array<string,mixed>        $posted Unslashed.
	 * @return string[] The faults, in words.
	 */
	public function save( array $fields, array $posted ): array {
		$offered = array_filter( (array) ( $posted[ self::OFFERED ] ?? array() ), 'is_string' );
		$values  = array();
		$faults  = array();
		foreach ( $fields as $field ) {
			$name = Options::name( $field['key'] );
			if ( ! in_array( $field['key'], $offered, true ) || ( Kind::SECRET === $field['kind'] && '' === trim( (string) ( $posted[ $name ] ?? '' ) ) ) ) {
				continue;
			}
			$value = Kind::stored( $field['kind'], $posted[ $name ] ?? '', $field['choices'] ?? array() );
			if ( null === $value ) {
				$faults[] = $field['title'] . ': ' . Kind::expected( $field['kind'] );
			} elseif ( Kind::SECRET === $field['kind'] && '' === $this->pairing->key() ) {
				$faults[] = $field['title'] . ': ' . __( 'passwords can be kept only after the shop is paired, because they are sealed with the key of the pairing.', 'wpbridge' );
			} else {
				$values[ $field['key'] ] = Kind::SECRET === $field['kind'] ? Box::seal( $value, $this->pairing->key() ) : $value;
			}
		}
		if ( $faults ) {
			$this->refused = $posted;
			return $faults;
		}
		foreach ( $values as $key => $value ) {
			$this->options->set( $key, $value );
		}
		return array();
	}

	/**
	 * One field as WooCommerce draws it.
	 *
	 * @param array<string,mixed> $field Of Table.
	 * @return array<string,mixed>
	 */
	private function field( array $field ): array {
		$name  = Options::name( $field['key'] );
		$fixed = $this->fixed->has( $field['key'] );
		$out   = array(
			'id'                => $name,
			'title'             => $field['title'],
			'desc'              => trim( esc_html( $field['note'] ?? '' ) . ' ' . ( $fixed ? $this->fixed->note( $field['key'] ) : '' ) ),
			'desc_tip'          => $field['tip'],
			'default'           => $field['default'],
			'value'             => $this->value( $field ),
			'placeholder'       => $field['default'],
			'custom_attributes' => $this->attributes( $field, $fixed ),
		) + self::widget( $field );
		if ( 'select' === $out['type'] && $fixed && ! isset( $out['options'][ $out['value'] ] ) ) { // The server may say more than the page.
			$out['options'] = array( $out['value'] => $out['value'] );
		}
		if ( Kind::SECRET === $field['kind'] && '' !== $this->options->get( $field['key'] ) && ! $fixed ) {
			$out['placeholder'] = __( 'stored; leave empty to keep', 'wpbridge' );
		}
		if ( 'checkbox' === $out['type'] ) { // There WooCommerce puts the description beside the box.
			$out['desc']     = $field['tip'] . ( $fixed ? ' ' . $this->fixed->note( $field['key'] ) : '' );
			$out['desc_tip'] = false;
			$out['disabled'] = $fixed;
		}
		return $out;
	}

	/** @param array<string,mixed> $field Of Table. */
	private function value( array $field ): string {
		$name = Options::name( $field['key'] );
		if ( null !== $this->refused && Kind::SECRET !== $field['kind'] && ! $this->fixed->has( $field['key'] ) ) {
			$value = wc_clean( $this->refused[ $name ] ?? '' );
			return Kind::YES_NO === $field['kind'] ? (string) Kind::stored( Kind::YES_NO, $value ) : ( is_string( $value ) ? $value : '' );
		}
		$stored = $this->fixed->has( $field['key'] ) ? $this->fixed->value( $field['key'] ) : $this->options->get( $field['key'], $field['default'] );
		return Kind::shown( $field['kind'], $stored );
	}

	/**
	 * What the script of the page goes by, and what the browser checks.
	 *
	 * @param array<string,mixed> $field Of Table.
	 * @return array<string,string>
	 */
	private function attributes( array $field, bool $fixed ): array {
		$out = array();
		foreach ( array( 'section', 'mode', 'name', 'reference' ) as $name ) {
			if ( '' !== ( $field[ $name ] ?? '' ) ) {
				$out[ 'data-' . $name ] = $field[ $name ];
			}
		}
		foreach ( array( 'many', 'newest', 'extra' ) as $name ) {
			if ( ! empty( $field[ $name ] ) ) {
				$out[ 'data-' . $name ] = '1';
			}
		}
		if ( Kind::SECRET === $field['kind'] ) {
			$out['autocomplete'] = 'new-password';
		}
		if ( in_array( $field['kind'], array( Kind::PERCENT, Kind::MILLIS, Kind::SECONDS ), true ) ) {
			$out['min'] = '0';
		}
		if ( Kind::PERCENT === $field['kind'] ) {
			$out['max'] = '100';
		}
		return $fixed ? $out + array( 'disabled' => 'disabled' ) : $out;
	}

	/**
	 * The type by which WooCommerce draws a kind.
	 *
	 * @param array<string,mixed> $field Of Table.
	 * @return array<string,mixed>
	 */
	private static function widget( array $field ): array {
		switch ( $field['kind'] ) {
			case Kind::SECRET:
				return array( 'type' => 'password' );
			case Kind::CHOICE:
				return array( 'type' => 'select', 'options' => $field['choices'] );
			case Kind::YES_NO:
				return array( 'type' => 'checkbox' );
			case Kind::PERCENT:
			case Kind::MILLIS:
			case Kind::SECONDS:
				return array( 'type' => 'number', 'css' => 'width:8em', 'suffix' => ' ' . ( $field['unit'] ?? '' ) );
			case Kind::QUANTITY:
				return array( 'type' => 'text', 'css' => 'width:8em' );
			case Kind::SCHEDULE:
				return array( 'type' => 'wpbridge_schedule' );
			default:
				return array( 'type' => 'text' );
		}
	}
}
