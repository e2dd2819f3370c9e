<?php
/**
 * How plugin and sidecar stand.
 *
 * @package WPBridge
 */

declare(strict_types=1);

namespace WPBridge\Settings;

use WPBridge\Answer;
use WPBridge\Options;
use WPBridge\Pairing;
use WPBridge\Sidecar;

/** Looks at the connection and says in words what is missing and what cures it. */
final class State {

	private const BUDGET = 2.0;
	private const SKEW   = 5; // Seconds that tokens forgive.

	/** @var Pairing */
	private $pairing;

	/** @var Sidecar */
	private $sidecar;

	/** @var Options */
	private $options;

	public function __construct( Pairing $pairing, Sidecar $sidecar, Options $options ) {
		$this->pairing = $pairing;
		$this->sidecar = $sidecar;
		$this->options = $options;
	}

	/**
	 * One line for each thing that must be right, up to the first that keeps the others from being looked at.
	 *
	 * @return array<array{level:string,text:string,cure:string,lines:string[]}> Level is ok, warn or fail; lines are to be typed as they stand.
	 */
	public function lines(): array {
		if ( ! $this->pairing->complete() ) {
			return array( $this->unpaired() );
		}
		$health = $this->sidecar->send( 'GET', '/healthz', '', array(), self::BUDGET );
		if ( ! $health->reached() ) {
			return array( $this->down( $health ) );
		}
		$out    = array( self::line( 'ok', sprintf( /* translators: %s: an address. */ __( 'The wpbridge program answers at %s.', 'wpbridge' ), $this->pairing->url() ) ) );
		$skew   = self::skew( $health );
		$status = $this->sidecar->get( '/v1/status', self::BUDGET );
		if ( abs( $skew ) > self::SKEW ) {
			$out[] = self::line( 'fail', sprintf( /* translators: %d: a number of seconds. */ __( 'Its clock and the clock of WordPress differ by %d seconds, so neither believes the other.', 'wpbridge' ), abs( $skew ) ), __( 'Let both machines set their clocks by the network:', 'wpbridge' ), array( 'timedatectl set-ntp true' ) );
		}
		if ( ! $status->ok() ) {
			$out[] = 401 === $status->status && abs( $skew ) <= self::SKEW ? $this->other_secret() : self::line( 'fail', sprintf( /* translators: %s: a reason. */ __( 'It cannot work: %s', 'wpbridge' ), $status->detail ) );
			return $out;
		}
		$out[] = self::line( 'ok', __( 'Program and plugin share the same secret.', 'wpbridge' ) );
		return array_merge( $out, self::versions( (string) ( $status->data['version'] ?? '' ) ), $this->called(), self::system( (array) ( $status->data['erp'] ?? array() ) ) );
	}

	/**
	 * How it stands with the business system.
	 *
	 * @param array<string,mixed> $erp Of the sidecar's status.
	 * @return array<array{level:string,text:string,cure:string,lines:string[]}>
	 */
	private static function system( array $erp ): array {
		$title = (string) ( $erp['title'] ?? '' );
		if ( '' === (string) ( $erp['name'] ?? '' ) ) {
			return array( self::line( 'warn', __( 'No business system is chosen yet.', 'wpbridge' ) ) );
		}
		if ( empty( $erp['configured'] ) ) {
			/* translators: %s: the name of a business system. */
			return array( self::line( 'warn', sprintf( __( 'The settings of %s are not complete.', 'wpbridge' ), $title ), __( 'Fill in the fields below, press Test connection, and save.', 'wpbridge' ) ) );
		}
		if ( 'open' === ( $erp['breaker'] ?? '' ) ) {
			/* translators: %s: the name of a business system. */
			return array( self::line( 'fail', sprintf( __( '%s does not answer at the moment. It is asked again by itself.', 'wpbridge' ), $title ) ) );
		}
		/* translators: %s: the name of a business system. */
		return array( self::line( 'ok', sprintf( __( '%s is set up.', 'wpbridge' ), $title ) ) );
	}

	/** @return array{level:string,text:string,cure:string,lines:string[]} */
	private function unpaired(): array {
		return self::line(
			'fail',
			__( 'This shop is not paired with the wpbridge program yet.', 'wpbridge' ),
			__( 'Run this on the server of the shop. It pairs the shop by itself, or prints a text to paste below:', 'wpbridge' ),
			array( 'wpbridge init --wordpress ' . untrailingslashit( ABSPATH ) )
		);
	}

	/** @return array{level:string,text:string,cure:string,lines:string[]} */
	private function down( Answer $answer ): array {
		if ( 'sidecar_down' !== $answer->code ) {
			return self::line( 'fail', $answer->detail );
		}
		return self::line(
			'fail',
			/* translators: %s: an address. */
			sprintf( __( 'The wpbridge program does not run: nobody answers at %s.', 'wpbridge' ), $this->pairing->url() ),
			__( 'Start it on the server of the shop (the second line is to try it by hand):', 'wpbridge' ),
			array( 'systemctl enable --now wpbridge', 'wpbridge serve' )
		);
	}

	/** @return array{level:string,text:string,cure:string,lines:string[]} */
	private function other_secret(): array {
		return self::line(
			'fail',
			__( 'The program refuses this plugin: the two have different secrets.', 'wpbridge' ),
			$this->pairing->fixed( 'secret' )
				? __( 'WPBRIDGE_SECRET in wp-config.php must be the server.secret of the program. Pair again:', 'wpbridge' )
				: __( 'Pair again, and paste what it prints below:', 'wpbridge' ),
			array( 'wpbridge init --wordpress ' . untrailingslashit( ABSPATH ) )
		);
	}

	/** @return array<array{level:string,text:string,cure:string,lines:string[]}> */
	private static function versions( string $theirs ): array {
		if ( self::release( $theirs ) === self::release( WPBRIDGE_VERSION ) || '' === self::release( $theirs ) ) {
			return array();
		}
		return array(
			self::line(
				'warn',
				/* translators: 1: version of the program, 2: version of the plugin. */
				sprintf( __( 'The program is version %1$s and the plugin is version %2$s.', 'wpbridge' ), $theirs, WPBRIDGE_VERSION ),
				__( 'They are made to work together in the same version: update the older one.', 'wpbridge' )
			),
		);
	}

	/** What is the same in all versions that fit each other: 1.4 of 1.4.2; empty for a version that is no number. */
	private static function release( string $version ): string {
		return preg_match( '/^v?(\d+\.\d+)\b/', $version, $m ) ? $m[1] : '';
	}

	/** @return array<array{level:string,text:string,cure:string,lines:string[]}> */
	private function called(): array {
		$last = $this->options->record( 'bridge' );
		if ( ! isset( $last['at'] ) ) {
			return array( self::line( 'warn', __( 'The program has not called this shop yet.', 'wpbridge' ), __( 'It does so after its first run. To try it now, run on the server:', 'wpbridge' ), array( 'wpbridge check' ) ) );
		}
		/* translators: %s: a span of time, such as "5 mins". */
		$text = sprintf( __( 'The program called this shop %s ago.', 'wpbridge' ), human_time_diff( (int) $last['at'] ) );
		if ( ! empty( $last['authorization'] ) ) {
			return array( self::line( 'ok', $text ) );
		}
		return array(
			self::line(
				'warn',
				$text . ' ' . __( 'The web server takes the Authorization header away from PHP; the program helps itself with a header of its own, but other programs that use the API of your shop may fail.', 'wpbridge' ),
				__( 'The line that cures it, for Apache (.htaccess, at the top) or for nginx (where fastcgi_pass is):', 'wpbridge' ),
				array( 'SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1', 'fastcgi_param HTTP_AUTHORIZATION $http_authorization;' )
			),
		);
	}

	/** Seconds by which the sidecar's clock is ahead. */
	private static function skew( Answer $answer ): int {
		$date = strtotime( $answer->headers['date'] ?? '' );
		return false === $date ? 0 : $date - time();
	}

	/**
	 * A line.
	 *
	 * @param string[] $lines To be typed.
	 * @return array{level:string,text:string,cure:string,lines:string[]}
	 */
	private static function line( string $level, string $text, string $cure = '', array $lines = array() ): array {
		return array( 'level' => $level, 'text' => $text, 'cure' => $cure, 'lines' => $lines );
	}
}
