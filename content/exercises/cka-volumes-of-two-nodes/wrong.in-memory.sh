# fails: scratch/limit, settings/mode
# Memory instead of the disk; the files can be read by all.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"volumes": [{"name": "scratch", "emptyDir": {"medium": "Memory", "sizeLimit": "@{limit}"}}]}}}}'
kubectl patch deployment @{viewer} -n @{namespace} -p '{"spec": {"template": {"spec": {"volumes": [{"name": "settings", "projected": {"sources": [
  {"configMap": {"name": "@{viewer}-settings", "items": [{"key": "main", "path": "settings.ini"}]}}, {"secret": {"name": "@{viewer}-login"}},
  {"downwardAPI": {"items": [{"path": "labels", "fieldRef": {"fieldPath": "metadata.labels"}}]}}]}}]}}}}'
sleep 60
