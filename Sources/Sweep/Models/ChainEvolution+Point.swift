import Numerics
import Points
import QuantumChains
import Teams

extension ChainEvolution {
  /// An evolution on the ranks that share a point.
  ///
  /// - Throws: `EvaluationError.failed` if there are more ranks than can share it.
  static func make(
    _ chain: SpinChain, _ bases: [SectorBasis], _ context: PointContext
  ) throws(EvaluationError) -> ChainEvolution {
    let tiles = StateLayout.tileCount(columns: chain.sites)
    guard context.team.count <= tiles else {
      throw .failed(
        """
        \(context.team.count) ranks cannot share a chain of \(chain.sites) sites, which has \
        \(tiles) tiles of \(StateLayout.tileWidth): 'ranks_per_point' must be at most \(tiles)
        """
      )
    }
    do throws(EigenvalueError) {
      return try ChainEvolution(chain, bases, team: context.team)
    } catch {
      throw .failed(EvaluationFailure(error, in: "the bounds of the spectrum"))
    }
  }
}
