package model

// DataSet is how copies of the data are kept, with the defaults of the
// software filled in.
type DataSet struct {
	Mode string
	// Automatic: a machine makes a replica the primary. Controller is the
	// service that does; nil in a group, which does it itself, and where none
	// was written.
	Automatic  bool
	Controller *Service
	Promotion  Duration
	// WaitFor replicas are waited for at most WaitTimeout; 0 waits for none.
	WaitFor     int
	WaitTimeout Duration
	// Address is how the primary is found, or nil.
	Address      *Address
	MultiPrimary bool
	// ReadsNeedMajority: a group that has lost its majority answers no reads
	// either. So does one in which every member takes writes (MariaDB
	// documentation: wsrep_dirty_reads, off where it is not set), but that of
	// MySQL, whose members go on answering reads (MySQL manual: Group
	// Replication, network partitioning).
	ReadsNeedMajority bool
}

// replicate resolves what was written about replication.
func (r *resolver) replicate() {
	for _, service := range r.a.Services {
		written := service.Replication
		if written == nil {
			continue
		}
		at := service.Path.Field("replication")
		data := &DataSet{
			Mode:         firstWritten(written.Mode, service.Defaults.ReplicationMode),
			Automatic:    written.Failover == "automatic",
			Promotion:    written.Promotion,
			MultiPrimary: service.manyPrimaries(),
		}
		if written.Address != nil {
			address := reached(written.Address)
			data.Address = &address
		}
		if written.Failover == "" && data.Mode == "group" {
			data.Automatic = true
		}
		if data.Automatic {
			data.Promotion = firstWritten(written.Promotion, service.Defaults.Promotion)
		}
		switch data.Mode {
		case "semi-sync":
			data.WaitFor = max(firstWritten(written.WaitFor, service.Defaults.WaitFor), 1)
			data.WaitTimeout = firstWritten(written.WaitTimeout, service.Defaults.WaitTimeout)
		case "sync":
			data.WaitFor = max(firstWritten(written.WaitFor, service.Defaults.WaitFor), 1)
			data.WaitTimeout = firstWritten(written.WaitTimeout, Forever)
		}
		if written.Controller != "" {
			data.Controller = r.a.services[written.Controller]
			if data.Controller == nil {
				r.unknown(at.Field("controller"), "service or external", written.Controller, serviceNames)
			}
		}
		data.ReadsNeedMajority = data.Mode == "group" && data.MultiPrimary && service.Software != "mysql"
		service.Data = data
		r.checkMembers(service, at)
	}
}

// checkMembers reports servers in replication that the service does not run
// on.
func (r *resolver) checkMembers(service *Service, at Path) {
	member := func(name string, at Path) {
		switch server := r.a.servers[name]; {
		case server == nil:
			r.unknown(at, "server", name, machineNames)
		case service.InstanceOn(server) == nil:
			r.notOn(at, service, name)
		}
	}
	if primary := service.Replication.Primary; primary != "" {
		member(primary, at.Field("primary"))
	}
	for _, source := range service.Replication.Sources {
		member(source.Server, at.Field("sources").Field(source.Server))
		member(source.Name, at.Field("sources").Field(source.Server))
	}
}

// Primary is the instance that takes writes: the one written, or the first.
// It is nil without replication and where every member takes writes.
func (s *Service) Primary() *Instance {
	if s.Replication == nil || s.manyPrimaries() || len(s.Instances) == 0 {
		return nil
	}
	for _, instance := range s.Instances {
		if instance.Server != nil && instance.Server.Name == s.Replication.Primary {
			return instance
		}
	}
	return s.Instances[0]
}

// manyPrimaries tells whether every member takes writes: as written, else as
// the software's group does where no primary is written either.
func (s *Service) manyPrimaries() bool {
	written := s.Replication
	switch {
	case written == nil:
		return false
	case written.MultiPrimary != nil:
		return *written.MultiPrimary
	}
	mode := firstWritten(written.Mode, s.Defaults.ReplicationMode)
	return mode == "group" && written.Primary == "" && s.Defaults.ManyPrimaries
}

// hasOnePrimary tells whether it is known of the service that one member alone
// takes writes: a primary is written, or a mode that has one. Where neither is,
// some software has a leader for each part of the data.
func (s *Service) hasOnePrimary() bool {
	written := s.Replication
	if written == nil || s.manyPrimaries() {
		return false
	}
	return written.Primary != "" || firstWritten(written.Mode, s.Defaults.ReplicationMode) != ""
}

// Replicas are the instances that copy the primary.
func (s *Service) Replicas() []*Instance {
	primary := s.Primary()
	if primary == nil {
		return nil
	}
	var replicas []*Instance
	for _, instance := range s.Instances {
		if instance != primary {
			replicas = append(replicas, instance)
		}
	}
	return replicas
}
