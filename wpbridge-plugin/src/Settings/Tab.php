<?php
/**
 * WooCommerce › Settings › WP Bridge.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Settings;

use WPBridge\Options;
use WPBridge\Pairing;
use WPBridge\Sidecar;
use WPBridge\View;

/** The tab and its sections. WooCommerce asks for capability and nonce before it calls save(). */
final class Tab extends \WC_Settings_Page {

	public const ID = 'wpbridge';

	/** @var Options */
	private $options;

	/** @var Pairing */
	private $pairing;

	/** @var Sidecar */
	private $sidecar;

	/** @var Connectors */
	private $connectors;

	/** @var Form */
	private $form;

	public function __construct( Options $options, Pairing $pairing, Sidecar $sidecar ) {
		$this->id         = self::ID;
		$this->label      = __( 'WP Bridge', 'wpbridge' );
		$this->options    = $options;
		$this->pairing    = $pairing;
		$this->sidecar    = $sidecar;
		$this->connectors = new Connectors( $sidecar, $options );
		$this->form       = new Form( $options, $pairing, new Fixed( $sidecar ) );
		parent::__construct();
	}

	/** @return array<string,string> */
	protected function get_own_sections() {
		return array(
			''           => __( 'Connection', 'wpbridge' ),
			'stock'      => __( 'Stock', 'wpbridge' ),
			'products'   => __( 'Products', 'wpbridge' ),
			'schedule'   => __( 'Schedule', 'wpbridge' ),
			'exclusions' => __( 'Exclusions', 'wpbridge' ),
			'tools'      => __( 'Tools', 'wpbridge' ),
			'log'        => __( 'Log', 'wpbridge' ),
		);
	}

	/** Draws the chosen section. */
	public function output() {
		Assets::enqueue();
		$section = $this->section();
		switch ( $section ) {
			case '':
				$this->connection();
				return;
			case 'schedule':
				( new Schedule( $this->sidecar ) )->draw( $this->form );
				return;
			case 'exclusions':
				$GLOBALS['hide_save_button'] = true; // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- WooCommerce's own.
				( new Exclusions() )->draw();
				return;
			case 'tools':
				( new Tools( $this->options ) )->draw();
				return;
			default:
				$this->fields( Table::groups( $section ) );
				if ( 'log' === $section ) {
					( new Log( $this->sidecar ) )->draw();
				}
		}
	}

	/** Stores what was posted in the section; on a fault nothing, and what was entered is shown again. */
	public function save() {
		$posted = wp_unslash( $_POST ); // phpcs:ignore WordPress.Security -- WooCommerce has checked the nonce; each kind of field cleans its own text.
		switch ( $this->section() ) {
			case '':
				$faults = $this->save_connection( $posted );
				break;
			case 'schedule':
				$faults = $this->form->save( ( new Schedule( $this->sidecar ) )->fields(), Schedule::joined( $posted ) );
				break;
			case 'tools':
				$faults = ( new Tools( $this->options ) )->save( $posted );
				break;
			default:
				$faults = $this->form->save( self::flat( Table::groups( $this->section() ) ), $posted );
		}
		foreach ( $faults as $fault ) {
			\WC_Admin_Settings::add_error( $fault );
		}
	}

	private function connection(): void {
		View::draw(
			'connection',
			array(
				'lines' => ( new State( $this->pairing, $this->sidecar, $this->options ) )->lines(),
				'fixed' => $this->pairing->fixed( 'secret' ),
				'known' => $this->pairing->complete(),
			)
		);
		if ( ! $this->connectors->titles() ) {
			return;
		}
		$this->fields( $this->system() );
		View::draw( 'test', array() );
	}

	/**
	 * The pairing string, where one was pasted, and the business system.
	 *
	 * @param array<string,mixed> $posted Unslashed.
	 * @return string[]
	 */
	private function save_connection( array $posted ): array {
		$pasted = is_string( $posted['wpbridge_paste'] ?? null ) ? trim( $posted['wpbridge_paste'] ) : '';
		if ( '' !== $pasted && ! $this->pairing->fixed( 'secret' ) ) {
			$fault = $this->pairing->accept( $pasted );
			if ( '' !== $fault ) {
				return array( $fault );
			}
		}
		$profiles = $this->connectors->profiles();
		$faults   = $this->form->save( self::flat( $this->system() ), $posted );
		$this->connectors->outdate( $profiles );
		return $faults;
	}

	/**
	 * The system and its own fields; what a profile declares comes apart, the necessary first.
	 *
	 * @return array<array{title:string,about:string,fields:array<array<string,mixed>>}>
	 */
	private function system(): array {
		$own    = array();
		$needed = array();
		$extra  = array();
		foreach ( $this->connectors->fields() as $field ) {
			if ( $field['extra'] ) {
				$extra[] = $field;
			} elseif ( false !== strpos( $field['name'], '.' ) ) {
				$needed[] = $field;
			} else {
				$own[] = $field;
			}
		}
		$groups = array(
			array( 'title' => __( 'Business system', 'wpbridge' ), 'about' => '', 'fields' => array_merge( $this->choice(), $own ) ),
			array( 'title' => __( 'What the profile needs', 'wpbridge' ), 'about' => __( 'All of it must be filled in before anything is asked.', 'wpbridge' ), 'fields' => $needed ),
			array( 'title' => __( 'What else the profile can be told', 'wpbridge' ), 'about' => __( 'What stays empty here is left out; some things are then not offered.', 'wpbridge' ), 'fields' => $extra ),
		);
		return array_values( array_filter( $groups, static function ( array $group ): bool { return (bool) $group['fields']; } ) );
	}

	/** @return array<array<string,mixed>> Which system, and which login. */
	private function choice(): array {
		return array(
			array(
				'key'     => 'erp.name',
				'kind'    => Kind::CHOICE,
				'title'   => __( 'System', 'wpbridge' ),
				'tip'     => __( 'The program in which you keep your stock and prices.', 'wpbridge' ),
				'default' => '',
				'choices' => array( '' => __( 'Choose…', 'wpbridge' ) ) + $this->connectors->titles(),
			),
			array(
				'key'     => 'erp.mode',
				'kind'    => Kind::CHOICE,
				'title'   => __( 'Login', 'wpbridge' ),
				'tip'     => __( 'Each system can have a second login to try things out with; the two are kept apart.', 'wpbridge' ),
				'default' => 'live',
				'choices' => array(
					'live' => __( 'Live', 'wpbridge' ),
					'test' => __( 'Test', 'wpbridge' ),
				),
			),
		);
	}

	/** @param array<array{title:string,about:string,fields:array<array<string,mixed>>}> $groups Of Table. */
	private function fields( array $groups ): void {
		foreach ( $groups as $group ) {
			\WC_Admin_Settings::output_fields( $this->form->drawn( $group ) );
		}
		View::draw( 'offered', array( 'keys' => $this->form->offered( self::flat( $groups ) ) ) );
	}

	/**
	 * The fields of all groups.
	 *
	 * @param array<array{fields:array<array<string,mixed>>}> $groups Of Table.
	 * @return array<array<string,mixed>>
	 */
	private static function flat( array $groups ): array {
		return array_merge( array(), ...array_column( $groups, 'fields' ) );
	}

	private function section(): string {
		global $current_section;
		return is_string( $current_section ) && isset( $this->get_own_sections()[ $current_section ] ) ? $current_section : '';
	}
}
