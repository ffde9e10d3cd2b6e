cat > mine.yaml <<'YAML'
replicas: @{replicas}
message: "@{message}"
YAML
helm install @{rel} /opt/work/chart/noticeboard -n @{namespace} --create-namespace -f /opt/work/chart/live.yaml -f mine.yaml
helm template @{dry} /opt/work/chart/noticeboard -n @{dry} --set message='@{other}' > /opt/answers/chart/@{dry}.yaml
helm rollback @{old} @{good.revision} -n @{shop}
kubectl rollout status deployment/@{rel}-noticeboard -n @{namespace} --timeout=60s
kubectl rollout status deployment/@{old}-noticeboard -n @{shop} --timeout=60s
sleep 10
