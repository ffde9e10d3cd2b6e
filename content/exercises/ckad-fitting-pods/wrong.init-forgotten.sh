# fails: guaranteed/class
# Init containers count as well.
kubectl set resources deployment @{app} -n @{other} -c main --requests=cpu=@{size.cpu},memory=@{size.memory} --limits=cpu=@{size.cpu},memory=@{size.memory}
kubectl set resources deployment @{app} -n @{other} -c side --requests=cpu=50m,memory=32Mi --limits=cpu=50m,memory=32Mi
kubectl rollout status deployment/@{app} -n @{other} --timeout=60s
sleep 10
