<?php

declare(strict_types=1);

namespace WPBridge\Tests;

use PHPUnit\Framework\TestCase;
use WPBridge\Options;
use WPBridge\Pairing;
use WPBridge\Settings\Connectors;
use WPBridge\Sidecar;

final class ConnectorsTest extends TestCase {

	/** @var Options */
	private $options;

	/** @var Connectors */
	private $connectors;

	protected function setUp(): void {
		$GLOBALS['stub_options'] = array();
		$this->options           = new Options();
		$this->connectors        = new Connectors( new Sidecar( new Pairing( $this->options ) ), $this->options );
		$field                   = array( 'help' => 'Help.', 'default' => '', 'required' => false, 'secret' => false, 'list' => false, 'one_of' => array(), 'reference' => '', 'newest' => false, 'unverified' => false, 'mode' => '' );
		$settings                = array(
			array( 'name' => 'file' ) + $field,
			array( 'name' => 'vars.path', 'mode' => 'live', 'required' => true, 'unverified' => true ) + $field,
			array( 'name' => 'vars.path', 'mode' => 'test' ) + $field,
		);
		$this->options->keep( 'connectors', array( 'at' => time(), 'plugin' => WPBRIDGE_VERSION, 'connectors' => array( array( 'name' => 'profile', 'title' => 'profile', 'settings' => $settings ) ) ) );
	}

	public function test_variables_belong_to_one_login(): void {
		$fields = array_column( $this->connectors->fields(), null, 'key' );
		self::assertSame( array( 'profile.file', 'profile.vars.path', 'profile.test.file', 'profile.test.vars.path' ), array_keys( $fields ) );
		self::assertSame( 'Help. Not public: ask the vendor.', $fields['profile.vars.path']['note'] );
		self::assertSame( array( false, true ), array( $fields['profile.vars.path']['extra'], $fields['profile.test.vars.path']['extra'] ) );
	}

	public function test_another_profile_begins_anew(): void {
		$this->options->set( 'profile.file', 'sors' );
		$this->options->set( 'profile.vars.path', '/live' );
		$this->options->set( 'profile.test.file', 'sors' );
		$this->options->set( 'profile.test.vars.path', '/test' );
		$before = $this->connectors->profiles();
		self::assertSame( array( 'profile.file' => 'sors', 'profile.test.file' => 'sors' ), $before );

		$this->options->set( 'profile.test.file', 'sedona' );
		$this->connectors->outdate( $before );

		self::assertSame( array( '/live', '' ), array( $this->options->get( 'profile.vars.path' ), $this->options->get( 'profile.test.vars.path' ) ) );
		self::assertSame( 0, $this->options->record( 'connectors' )['at'] );
	}
}
