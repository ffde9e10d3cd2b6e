# Labels by a transformer that touches templates; JSON patches; the replacement in a file; the settings as the generator's own literals file.
cd /root/app/overlays
sed -i '/^commonLabels/,$d' staging/kustomization.yaml
cat >> staging/kustomization.yaml <<'YAML'
labels:
  - includeSelectors: false
    includeTemplates: true
    pairs:
      team: web
patches:
  - path: level.yaml
YAML
cat > staging/level.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: front }
spec:
  template:
    spec:
      containers:
        - name: web
          command: [/home/app/podinfo, --port=9898, --level=debug]
YAML
kubectl apply -k staging

mkdir -p ../components/metrics prod
cat > ../components/metrics/kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: { kind: Deployment }
    patch: |-
      - { op: add, path: /spec/template/metadata/annotations, value: { prometheus.io/scrape: "true" } }
      - { op: add, path: /spec/template/spec/containers/-, value: { name: exporter, image: "busybox:1.36", command: [sleep, infinity] } }
YAML
cat >> dev/kustomization.yaml <<'YAML'
components:
  - ../../components/metrics
replacements:
  - path: self.yaml
YAML
cat > dev/self.yaml <<'YAML'
source: { kind: Service, name: front }
targets:
  - select: { kind: Deployment, name: front }
    fieldPaths: [spec.template.spec.containers.0.env.0.value]
YAML
cat > prod/settings.env <<'ENV'
PODINFO_UI_MESSAGE=hello from prod
ENV
cat > prod/kustomization.yaml <<'YAML'
resources: [../../base]
namespace: prod
labels: [{ pairs: { env: prod }, includeTemplates: true, includeSelectors: true }]
components: [../../components/metrics]
configMapGenerator: [{ name: settings, behavior: merge, envs: [settings.env] }]
patches:
  - target: { kind: Deployment, name: front }
    patch: |-
      - { op: test, path: /spec/template/spec/containers/1/name, value: agent }
      - { op: remove, path: /spec/template/spec/containers/1 }
      - { op: replace, path: /spec/template/spec/containers/0/resources/limits/memory, value: 128Mi }
      - { op: replace, path: /spec/replicas, value: 3 }
      - { op: replace, path: /spec/template/spec/containers/0/image, value: "ghcr.io/stefanprodan/podinfo:6.9.2" }
YAML
kubectl apply -k prod
sleep 60
