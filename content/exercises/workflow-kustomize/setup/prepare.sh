mkdir -p /root/app/base /root/app/overlays/dev /root/app/overlays/staging /opt/lab
cd /root/app

cat > base/kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - deployment.yaml
  - service.yaml
configMapGenerator:
  - name: settings
    literals:
      - PODINFO_UI_MESSAGE=hello
      - PODINFO_UI_COLOR=teal
YAML
cat > base/deployment.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: front
  labels:
    app: front
spec:
  replicas: 1
  selector:
    matchLabels:
      app: front
  template:
    metadata:
      labels:
        app: front
    spec:
      containers:
        - name: web
          image: ghcr.io/stefanprodan/podinfo:6.8.0
          command: [/home/app/podinfo, --port=9898, --level=info]
          envFrom:
            - configMapRef:
                name: settings
          env:
            - name: SELF_HOST
              value: front
          ports:
            - containerPort: 9898
          resources:
            requests:
              cpu: 10m
              memory: 32Mi
            limits:
              memory: 64Mi
        - name: agent
          image: busybox:1.36
          command: [sleep, infinity]
YAML
cat > base/service.yaml <<'YAML'
apiVersion: v1
kind: Service
metadata:
  name: front
spec:
  selector:
    app: front
  ports:
    - port: 80
      targetPort: 9898
YAML

cat > overlays/dev/kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: dev
nameSuffix: -dev
resources:
  - ../../base
YAML

# Staging as it was deployed, and as somebody changed it afterwards.
cat > overlays/staging/kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: staging
nameSuffix: -staging
resources:
  - ../../base
YAML
for name in dev staging prod; do kubectl create namespace $name; done
kubectl apply -k overlays/staging
kubectl rollout status deployment/front-staging -n staging --timeout=120s
kubectl get deployment front-staging -n staging -o jsonpath='{.metadata.uid}' > /opt/lab/staging.uid
cat > overlays/staging/kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: staging
nameSuffix: -staging
resources:
  - ../../base
commonLabels:
  team: web
patches:
  - target:
      kind: Deployment
      name: front-staging
    patch: |-
      - op: replace
        path: /spec/template/spec/containers/0/command/2
        value: --level=debug
YAML
