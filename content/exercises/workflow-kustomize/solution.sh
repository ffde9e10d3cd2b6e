cd /root/app
mkdir -p overlays/prod components/metrics

cat > overlays/staging/kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: staging
nameSuffix: -staging
resources:
  - ../../base
labels:
  - pairs: { team: web }
    includeTemplates: true
patches:
  - target: { kind: Deployment, name: front }
    patch: |-
      - op: replace
        path: /spec/template/spec/containers/0/command/2
        value: --level=debug
YAML
kubectl apply -k overlays/staging

cat > components/metrics/kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - path: exporter.yaml
YAML
cat > components/metrics/exporter.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: front }
spec:
  template:
    metadata: { annotations: { prometheus.io/scrape: 'true' } }
    spec:
      containers: [{ name: exporter, image: 'busybox:1.36', command: [sleep, infinity] }]
YAML

cat >> overlays/dev/kustomization.yaml <<'YAML'
components: [../../components/metrics]
replacements:
  - source: { kind: Service, fieldPath: metadata.name }
    targets:
      - select: { kind: Deployment }
        fieldPaths: ['spec.template.spec.containers.[name=web].env.[name=SELF_HOST].value']
YAML

cat > overlays/prod/kustomization.yaml <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: prod
resources: [../../base]
components: [../../components/metrics]
labels:
  - pairs: { env: prod }
replicas:
  - { name: front, count: 3 }
images:
  - { name: ghcr.io/stefanprodan/podinfo, newTag: 6.9.2 }
configMapGenerator:
  - { name: settings, behavior: merge, envs: [settings.env] }
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: front }
      spec:
        template:
          spec:
            containers:
              - { name: web, resources: { limits: { memory: 128Mi } } }
              - { name: agent, $patch: delete }
YAML
echo 'PODINFO_UI_MESSAGE=hello from prod' > overlays/prod/settings.env
kubectl apply -k overlays/prod
kubectl rollout status deployment/front -n prod --timeout=120s
kubectl rollout status deployment/front-staging -n staging --timeout=120s
sleep 10
