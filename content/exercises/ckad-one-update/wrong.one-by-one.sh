# fails: once/one-revision
# Three changes, three revisions.
kubectl set image deployment/@{app} -n @{namespace} web=nginx:1.29
sleep 15
kubectl set env deployment/@{app} -n @{namespace} MODE=@{mode}
sleep 15
kubectl set resources deployment/@{app} -n @{namespace} --requests=memory=@{memory}
kubectl annotate deployment @{app} -n @{namespace} kubernetes.io/change-cause='@{cause}' --overwrite
sleep 40
