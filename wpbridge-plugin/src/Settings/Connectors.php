<?php
/**
 * The business systems that the sidecar knows.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Settings;

use WPBridge\Options;
use WPBridge\Sidecar;

/** The connectors and their settings as the sidecar lists them; the last list is kept for when it is away. */
final class Connectors {

	private const RECORD = 'connectors';
	private const FRESH  = 600;
	private const BUDGET = 2.0;
	private const NAME   = '/^[a-z][a-z0-9_]{0,40}$/D';
	private const KEY    = '/^[a-z][a-z0-9_]{0,63}(\.[a-z][a-z0-9_]{0,63})?$/D';

	/** @var Sidecar */
	private $sidecar;

	/** @var Options */
	private $options;

	public function __construct( Sidecar $sidecar, Options $options ) {
		$this->sidecar = $sidecar;
		$this->options = $options;
	}

	/**
	 * The systems to choose from.
	 *
	 * @return array<string,string> Titles by name.
	 */
	public function titles(): array {
		return array_map( array( Words::class, 'system' ), array_column( $this->all(), 'title', 'name' ) );
	}

	/**
	 * The stored profile of each login that has one.
	 *
	 * @return array<string,string> By the key of the field in which it is chosen.
	 */
	public function profiles(): array {
		$keys = array_column( array_filter( $this->fields(), static function ( array $field ): bool { return 'file' === $field['name']; } ), 'key' );
		return array_combine( $keys, array_map( array( $this->options, 'get' ), $keys ) );
	}

	/**
	 * Where another profile than before is chosen, forgets what was filled in for that one, because fields of the same
	 * name would mean another thing, and has the list asked for again: the profile decides which fields there are.
	 *
	 * @param array<string,string> $before Of profiles().
	 */
	public function outdate( array $before ): void {
		$now = $this->profiles();
		if ( $now === $before ) {
			return;
		}
		foreach ( $this->fields() as $field ) {
			$file = substr( $field['key'], 0, -strlen( $field['name'] ) ) . 'file';
			if ( false !== strpos( $field['name'], '.' ) && ( $before[ $file ] ?? '' ) !== ( $now[ $file ] ?? '' ) ) {
				$this->options->set( $field['key'], '' );
			}
		}
		$kept = $this->options->record( self::RECORD );
		if ( $kept ) {
			$this->options->keep( self::RECORD, array( 'at' => 0 ) + $kept );
		}
	}

	/**
	 * The fields of every system, live and test apart.
	 *
	 * @return array<array<string,mixed>> As in Table; section and mode say when each is shown.
	 */
	public function fields(): array {
		$out = array();
		foreach ( $this->all() as $connector ) {
			foreach ( array( 'live' => $connector['name'], 'test' => $connector['name'] . '.test' ) as $mode => $section ) {
				foreach ( $connector['settings'] as $setting ) {
					if ( in_array( $setting['mode'], array( '', $mode ), true ) ) {
						$out[] = self::field( $setting, $connector['name'], $mode, $section );
					}
				}
			}
		}
		return $out;
	}

	/** @return array<array{name:string,title:string,settings:array<array<string,mixed>>}> */
	private function all(): array {
		$kept = $this->options->record( self::RECORD );
		if ( isset( $kept['at'], $kept['connectors'] ) && time() - (int) $kept['at'] < self::FRESH && WPBRIDGE_VERSION === ( $kept['plugin'] ?? '' ) ) {
			return $kept['connectors'];
		}
		$answer = $this->sidecar->get( '/v1/connectors', self::BUDGET );
		if ( ! $answer->ok() || ! is_array( $answer->data['connectors'] ?? null ) ) {
			return $kept['connectors'] ?? array();
		}
		$connectors = array_values( array_filter( array_map( array( self::class, 'read' ), $answer->data['connectors'] ) ) );
		$this->options->keep( self::RECORD, array( 'at' => time(), 'plugin' => WPBRIDGE_VERSION, 'connectors' => $connectors ) );
		return $connectors;
	}

	/**
	 * One connector of the answer, with only what can be the name of a key.
	 *
	 * @param mixed $given As answered.
	 * @return array{name:string,title:string,settings:array<array<string,mixed>>}|null
	 */
	private static function read( $given ): ?array {
		if ( ! is_array( $given ) || ! self::named( $given, self::NAME ) ) {
			return null;
		}
		$settings = array();
		foreach ( (array) ( $given['settings'] ?? array() ) as $s ) {
			if ( is_array( $s ) && self::named( $s, self::KEY ) ) {
				$settings[] = array(
					'name'       => $s['name'],
					'help'       => (string) ( $s['help'] ?? '' ),
					'default'    => (string) ( $s['default'] ?? '' ),
					'required'   => ! empty( $s['required'] ),
					'secret'     => ! empty( $s['secret'] ),
					'list'       => ! empty( $s['list'] ),
					'one_of'     => array_values( array_filter( (array) ( $s['one_of'] ?? array() ), 'is_string' ) ),
					'reference'  => is_string( $s['reference'] ?? null ) ? $s['reference'] : '',
					'newest'     => ! empty( $s['newest'] ),
					'unverified' => ! empty( $s['unverified'] ),
					'mode'       => is_string( $s['mode'] ?? null ) ? $s['mode'] : '',
				);
			}
		}
		return array( 'name' => $given['name'], 'title' => (string) ( $given['title'] ?? $given['name'] ), 'settings' => $settings );
	}

	/** @param array<mixed> $given Of an answer. */
	private static function named( array $given, string $form ): bool {
		return is_string( $given['name'] ?? null ) && 1 === preg_match( $form, $given['name'] );
	}

	/**
	 * A setting of a connector as a field.
	 *
	 * @param array<string,mixed> $s Of read().
	 * @return array<string,mixed>
	 */
	private static function field( array $s, string $name, string $mode, string $section ): array {
		$kind   = Kind::TEXT;
		$nested = false !== strpos( $s['name'], '.' ); // Declared by a profile: its name alone says little.
		if ( $s['secret'] ) {
			$kind = Kind::SECRET;
		} elseif ( $s['one_of'] ) {
			$kind = Kind::CHOICE;
		} elseif ( $s['list'] ) {
			$kind = Kind::ITEMS;
		}
		return array(
			'key'       => $section . '.' . $s['name'],
			'kind'      => $kind,
			'title'     => Words::title( $s['name'] ),
			'tip'       => $nested ? '' : Words::help( $s['help'] ),
			'note'      => $nested ? trim( Words::help( $s['help'] ) . ' ' . ( $s['unverified'] ? __( 'Not public: ask the vendor.', 'wpbridge' ) : '' ) ) : '',
			'default'   => $s['default'],
			'choices'   => ( '' === $s['default'] ? array( '' => __( 'Choose…', 'wpbridge' ) ) : array() ) + Words::choices( $s['one_of'] ),
			'section'   => $name,
			'mode'      => $mode,
			'name'      => $s['name'],
			'reference' => $s['reference'],
			'many'      => $s['list'],
			'newest'    => $s['newest'],
			'required'  => $s['required'],
			'extra'     => $nested && ! $s['required'],
		);
	}
}
