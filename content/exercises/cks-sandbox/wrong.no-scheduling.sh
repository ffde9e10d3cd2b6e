# fails: class/nodes
# No word of nodes: Pods come to those that have no gVisor.
echo '{"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "@{class}"}, "handler": "@{fault.handler}"}' | kubectl apply -f -
