package comporta.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.jspecify.annotations.Nullable;

/** Finds places for boxes, frames and arrows: in layers from left to right, by Eclipse ELK. */
final class Layout {
    /** From here on a quick layout is worth more than a slightly better one. */
    private static final int LARGE = 300;

    private static final double FRAME_HEAD = 30;

    private final Map<String, ElkNode> nodes = new LinkedHashMap<>();
    private final List<ElkEdge> edges = new ArrayList<>();
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final boolean large;

    private Layout(Shape shape) {
        large = shape.boxes().size() > LARGE;
        configure(root);
        root.setProperty(LayeredOptions.PADDING, new ElkPadding(20));
        if (shape.frames().isEmpty() && !large) {     // across frames ELK 0.9.1 fails with it
            root.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
        }
        for (var frame : shape.frames()) {
            var node = ElkGraphUtil.createNode(parent(frame.parent()));
            configure(node);
            node.setProperty(LayeredOptions.PADDING, new ElkPadding(FRAME_HEAD + 8, 16, 16, 16));
            nodes.put(frame.key(), node);
        }
        for (var box : shape.boxes()) {
            var node = ElkGraphUtil.createNode(parent(box.frame()));
            node.setDimensions(BoxText.width(box), BoxText.height(box));
            nodes.put(box.key(), node);
        }
        for (var arrow : shape.arrows()) {
            edges.add(ElkGraphUtil.createSimpleEdge(node(arrow.from()), node(arrow.to())));
        }
    }

    /** Places for everything in the shape. */
    static Layout of(Shape shape) {
        // Without its options being known, ELK lays out nothing; to register them twice does no harm.
        LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
        var layout = new Layout(shape);
        new RecursiveGraphLayoutEngine().layout(layout.root, new BasicProgressMonitor());
        return layout;
    }

    record Point(double x, double y) {}

    record Rectangle(double x, double y, double width, double height) {}

    double width() {
        return root.getWidth();
    }

    double height() {
        return root.getHeight();
    }

    /** Where a box or a frame is. */
    Rectangle place(String key) {
        var node = node(key);
        var at = origin(node);
        return new Rectangle(at.x(), at.y(), node.getWidth(), node.getHeight());
    }

    /** The corners of an arrow, from its first point to its last. */
    List<Point> way(int arrow) {
        var edge = edges.get(arrow);
        var from = origin(edge.getContainingNode());
        var points = new ArrayList<Point>();
        for (var section : edge.getSections()) {
            points.add(new Point(from.x() + section.getStartX(), from.y() + section.getStartY()));
            section.getBendPoints().forEach(bend -> points.add(new Point(from.x() + bend.getX(), from.y() + bend.getY())));
            points.add(new Point(from.x() + section.getEndX(), from.y() + section.getEndY()));
        }
        return points;
    }

    private void configure(ElkNode node) {
        node.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        node.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
        node.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        node.setProperty(LayeredOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        node.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY,
                large ? NodePlacementStrategy.BRANDES_KOEPF : NodePlacementStrategy.NETWORK_SIMPLEX);
        node.setProperty(LayeredOptions.THOROUGHNESS, large ? 1 : 7);
        node.setProperty(LayeredOptions.SPACING_NODE_NODE, 22.0);
        node.setProperty(LayeredOptions.SPACING_EDGE_NODE, 14.0);
        node.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 9.0);
        node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 46.0);
        node.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 16.0);
        node.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 9.0);
    }

    private ElkNode parent(@Nullable String key) {
        return key == null ? root : node(key);
    }

    private ElkNode node(String key) {
        return Objects.requireNonNull(nodes.get(key), key);
    }

    private static Point origin(ElkNode node) {
        double x = 0;
        double y = 0;
        for (var at = node; at.getParent() != null; at = at.getParent()) {
            x += at.getX();
            y += at.getY();
        }
        return new Point(x, y);
    }
}
