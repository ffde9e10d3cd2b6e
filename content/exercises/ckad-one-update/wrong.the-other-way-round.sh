# fails: pace/strategy
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"minReadySeconds": @{pace.ready}, "revisionHistoryLimit": @{pace.keep}, "strategy": {"rollingUpdate": {"maxUnavailable": @{pace.more}, "maxSurge": @{pace.fewer}}}}}'
