# fails: component/is-one
# What is wanted is in the overlay itself.
cd /opt/work/component/overlays/live
sed -i '@{fault.mend}' kustomization.yaml
printf 'configMapGenerator: [{ name: @{feature}, literals: ["TEXT=@{text.words}"] }]\npatches:\n  - target: { kind: Deployment }\n    patch: |-\n      - { op: add, path: /spec/template/spec/containers/0/envFrom, value: [{ configMapRef: { name: @{feature} } }] }\n' >> kustomization.yaml
kubectl apply -k .
kubectl rollout status deployment/@{app} -n @{namespace}-live --timeout=60s
