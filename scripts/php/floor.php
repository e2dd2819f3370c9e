<?php
/**
 * Says where PHP files use what PHP 7.4 does not have: php floor.php FILE…
 *
 * It goes by the tree of PHP-Parser, which phpunit brings along.
 */

use PhpParser\Node;
use PhpParser\NodeTraverser;
use PhpParser\NodeVisitorAbstract;

require 'PhpParser/autoload.php';

/** Looks at every node of a file and at the tokens where a comma ends a list of parameters. */
final class Floor extends NodeVisitorAbstract {

	private const TYPES = array( 'mixed', 'never', 'null', 'false', 'true', 'static' );

	/** Functions and classes of PHP 8 that WordPress 6.4 does not bring for PHP 7.4. */
	private const NAMES = array( 'get_debug_type', 'get_resource_id', 'preg_last_error_msg', 'fdiv', 'array_is_list', 'array_find', 'array_any', 'array_all', 'json_validate', 'mb_str_pad', 'mb_trim', 'str_increment', 'weakmap', 'stringable', 'valueerror', 'unhandledmatcherror' );

	/** What is simply not there yet. */
	private const NODES = array(
		Node\Expr\Match_::class               => 'match',
		Node\Expr\NullsafePropertyFetch::class => '?->',
		Node\Expr\NullsafeMethodCall::class   => '?->',
		Node\UnionType::class                 => 'a union of types',
		Node\IntersectionType::class          => 'an intersection of types',
		Node\AttributeGroup::class            => 'an attribute',
		Node\Stmt\Enum_::class                => 'an enum',
		Node\VariadicPlaceholder::class       => 'f(...)',
		Node\Expr\Throw_::class               => 'throw as an expression',
	);

	public $found = array();

	private $tokens;

	public function __construct( array $tokens ) {
		$this->tokens = $tokens;
	}

	public function enterNode( Node $node ) {
		foreach ( self::NODES as $class => $what ) {
			$this->when( $node instanceof $class, $node, $what );
		}
		$this->when( $node instanceof Node\Arg && null !== $node->name, $node, 'a named argument' );
		$this->when( $node instanceof Node\Param && 0 !== $node->flags, $node, 'a promoted property' );
		$this->when( $node instanceof Node\Stmt\Catch_ && null === $node->var, $node, 'catch without a variable' );
		$this->when( ( $node instanceof Node\Stmt\Class_ || $node instanceof Node\Stmt\Property ) && $node->isReadonly(), $node, 'readonly' );
		$this->when( $node instanceof Node\Stmt\ClassConst && $node->isFinal(), $node, 'a final constant' );
		$this->when( $node instanceof Node\Expr\ClassConstFetch && $node->class instanceof Node\Expr && 'class' === (string) $node->name, $node, '$object::class' );
		$this->when( ( $node instanceof Node\Param || $node instanceof Node\Stmt\PropertyProperty || $node instanceof Node\Const_ ) && ( $node->default ?? $node->value ?? null ) instanceof Node\Expr\New_, $node, 'new as a default' );
		$this->when( ( $node instanceof Node\Expr\FuncCall || $node instanceof Node\Expr\New_ ) && ( $node->name ?? $node->class ) instanceof Node\Name && in_array( strtolower( (string) ( $node->name ?? $node->class ) ), self::NAMES, true ), $node, 'a name of PHP 8' );
		if ( $node instanceof Node\FunctionLike ) {
			$this->function( $node );
		}
		if ( $node instanceof Node\Stmt\Property ) {
			$this->type( $node->type );
		}
		return null;
	}

	private function function( Node\FunctionLike $node ): void {
		$this->type( $node->getReturnType() );
		foreach ( $node->getParams() as $param ) {
			$this->type( $param->type );
		}
		$lists = array( $node->getParams(), $node instanceof Node\Expr\Closure ? $node->uses : array() );
		foreach ( array_filter( $lists ) as $list ) {
			$after = end( $list )->getEndTokenPos() + 1;
			while ( is_array( $this->tokens[ $after ] ?? null ) ) {
				++$after;
			}
			$this->when( ',' === ( $this->tokens[ $after ] ?? '' ), end( $list ), 'a comma after the last parameter' );
		}
	}

	private function type( ?Node $type ): void {
		$plain = $type instanceof Node\NullableType ? $type->type : $type;
		$name  = $plain instanceof Node\Identifier || $plain instanceof Node\Name ? strtolower( $plain->toString() ) : '';
		$this->when( in_array( $name, self::TYPES, true ), $type, "the type $name" );
	}

	private function when( bool $is, ?Node $node, string $what ): void {
		if ( $is ) {
			$this->found[] = $node->getStartLine() . ": $what is newer than PHP 7.4";
		}
	}
}

$lexer  = new PhpParser\Lexer\Emulative( array( 'usedAttributes' => array( 'startLine', 'endLine', 'startTokenPos', 'endTokenPos' ) ) );
$parser = ( new PhpParser\ParserFactory() )->create( PhpParser\ParserFactory::ONLY_PHP7, $lexer );
$status = 0;
foreach ( array_slice( $argv, 1 ) as $file ) {
	$tree      = $parser->parse( file_get_contents( $file ) );
	$floor     = new Floor( $lexer->getTokens() );
	$traverser = new NodeTraverser();
	$traverser->addVisitor( $floor );
	$traverser->traverse( $tree );
	foreach ( $floor->found as $found ) {
		echo "$file:$found\n";
		$status = 1;
	}
}
exit( $status );
