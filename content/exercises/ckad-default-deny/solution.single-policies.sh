# A policy for each direction and flow; the earlier one is turned into the default.
policy() { jq -n --arg name "$1" --argjson spec "$2" '{apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: {name: $name, namespace: "@{namespace}"}, spec: $spec}' | kubectl apply -f -; }
policy earlier '{"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}'
policy names '{"podSelector": {}, "policyTypes": ["Egress"], "egress": [{"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]}]}'
policy front-in '{"podSelector": {"matchLabels": {"tier": "web"}}, "policyTypes": ["Ingress"], "ingress": [{"ports": [{"port": 80, "protocol": "TCP"}]}]}'
policy front-out '{"podSelector": {"matchLabels": {"tier": "web"}}, "policyTypes": ["Egress"], "egress": [{"to": [{"podSelector": {"matchLabels": {"tier": "api"}}}], "ports": [{"port": 8080}]}]}'
policy back-in '{"podSelector": {"matchLabels": {"tier": "api"}}, "policyTypes": ["Ingress"], "ingress": [{"from": [{"podSelector": {"matchLabels": {"tier": "web"}}}], "ports": [{"port": 8080}]}]}'
policy metrics-in '{"podSelector": {"matchLabels": {"app": "@{back}"}}, "policyTypes": ["Ingress"], "ingress": [{"from": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "@{other}"}}}], "ports": [{"port": @{metrics.port}}]}]}'
sleep 5
