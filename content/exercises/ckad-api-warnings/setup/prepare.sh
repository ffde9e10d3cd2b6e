mkdir -p /opt/work/warnings /opt/lab
kubectl create namespace @{namespace}
kubectl apply -f - <<'YAML'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: feeds.news.example.com }
spec:
  group: news.example.com
  scope: Namespaced
  names: { kind: Feed, listKind: FeedList, plural: feeds, singular: feed }
  versions:
    - name: v1beta1
      served: true
      storage: false
      deprecated: true
      deprecationWarning: 'news.example.com/v1beta1 Feed is deprecated, unavailable in release 3; use news.example.com/v1 Feed'
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [source]
              properties:
                source: { type: string, description: Where the items come from. }
                items: { type: integer, description: How many are kept. }
                format: { type: string, enum: [plain, rich], default: plain, description: How they are written. }
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [source, format]
              properties:
                source: { type: string, description: Where the items come from. }
                items: { type: integer, description: How many are kept. }
                format: { type: string, enum: [plain, rich], description: 'How they are written. Earlier versions took "plain" for granted.' }
YAML
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: inner }
spec: { controller: example.com/inner }
YAML
sleep 5
cat > /opt/work/warnings/@{app}.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: @{app}
  namespace: @{namespace}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: @{app}
  template:
    metadata:
      labels:
        app: @{app}
      annotations:
        container.apparmor.security.beta.kubernetes.io/web: runtime/default
    spec:
      nodeSelector:
        beta.kubernetes.io/os: linux
      containers:
        - name: web
          image: nginx:1.27
---
@{fault.old}
YAML
chmod -R a+rwX /opt/work/warnings
# A server on the machine itself, which the Service reaches by its address.
docker run -d --restart=always --name outside --network=host hashicorp/http-echo:1.0 -listen=:@{port} -text='@{outside} is outside'
kubectl get node @{controlplane} -o jsonpath='{.status.addresses[?(@.type=="InternalIP")].address}{"\n"}' > /opt/lab/address
kubectl create service clusterip @{outside} -n @{namespace} --tcp=80:@{port} --dry-run=client -o json | jq 'del(.spec.selector) | .spec.ports[0].name = "http"' | kubectl apply -f -
jq -n --arg ip "$(cat /opt/lab/address)" '{apiVersion: "v1", kind: "Endpoints", metadata: {name: "@{outside}", namespace: "@{namespace}"}, subsets: [{addresses: [{ip: $ip}], ports: [{name: "http", port: @{port}}]}]}' | kubectl apply -f -
sleep 3
